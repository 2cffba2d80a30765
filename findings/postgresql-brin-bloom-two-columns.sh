#!/usr/bin/env bash
# PostgreSQL 18.7 (PGlite 0.5.17): an index `using brin (a int8_bloom_ops, b int8_bloom_ops)` is made without a word on an empty table, and
# later ordinary inserts fail. The filter of one column has 4.5 kB by default, and the filters of a range are one index row, which must fit
# into a page. One column is fine; two want `n_distinct_per_range` or `pages_per_range`.
# Seen: both indexes made, 100,000 rows into the table of one column, and for two "index row size 8968 exceeds maximum 8152"; with
# `n_distinct_per_range = 1500` the same rows go in.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.17
cat >seen.mjs <<'JS'
import {PGlite} from '@electric-sql/pglite'
const db = new PGlite()
const tried = async (name, sql) => {
  const outcome = await db.exec(sql).then(() => 'done', ({message}) => message)
  console.log(`${name}: ${outcome}`)
}
console.log((await db.query('show server_version')).rows[0].server_version)
await db.exec('create table one (a int8); create table two (a int8, b int8); create table three (a int8, b int8)')
await tried('an index of one', 'create index on one using brin (a int8_bloom_ops)')
await tried('an index of two', 'create index on two using brin (a int8_bloom_ops, b int8_bloom_ops)')
const narrow = 'int8_bloom_ops (n_distinct_per_range = 1500)'
await tried('a narrow one', `create index on three using brin (a ${narrow}, b ${narrow})`)
await tried('rows of one', 'insert into one select n from generate_series(1, 100000) n')
await tried('rows of two', 'insert into two select n, n from generate_series(1, 100000) n')
await tried('rows of the narrow one', 'insert into three select n, n from generate_series(1, 100000) n')
JS
seen=$(node seen.mjs)
echo "$seen"
[ "$seen" = '18.7
an index of one: done
an index of two: done
a narrow one: done
rows of one: done
rows of two: index row size 8968 exceeds maximum 8152 for index "two_a_b_idx"
rows of the narrow one: done' ]
