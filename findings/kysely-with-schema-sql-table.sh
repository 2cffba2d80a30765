#!/usr/bin/env bash
# kysely 0.28.18: of a database made by `withSchema('app')`, `sql.table('item')` in a piece of SQL gets the schema only when the query
# builder names the same table in the same query. A table that only the piece of SQL names, and every table of a statement that is
# `sql` as a whole, goes out without the schema, and the search path decides which table that is.
# Seen: "app"."item" beside a builder's item, plain "other" beside it, plain "item" in a statement of its own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund kysely@0.28.18
cat >seen.cjs <<'JS'
const {DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql} = require('kysely')
const dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
}
const db = new Kysely({dialect}).withSchema('app')
const beside = (table) =>
  db.selectFrom('item').selectAll().where(sql`exists (select from ${sql.table(table)})`).compile().sql
console.log(beside('item'))
console.log(beside('other'))
console.log(sql`select * from ${sql.table('item')}`.compile(db).sql)
JS
seen=$(node seen.cjs)
echo "$seen"
[ "$seen" = 'select * from "app"."item" where exists (select from "app"."item")
select * from "app"."item" where exists (select from "other")
select * from "item"' ]
