#!/usr/bin/env bash
# saxes 6.0.0: an end-tag that belongs to an outer element closes the inner ones as if their end-tags had come: their `closetag` handlers
# run, and the error is reported behind each. Whoever takes a row over in the handler of its end, and counts on the parser to refuse
# a document first, has taken over rows that never ended.
# Seen for <a><b><c></a>: close c, error, close b, error, close a.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund saxes@6.0.0
cat >seen.cjs <<'JS'
const {SaxesParser} = require('saxes')
const parser = new SaxesParser()
const seen = []
parser.on('closetag', ({name}) => seen.push(`close ${name}`))
parser.on('error', () => seen.push('error'))
parser.write('<a><b><c></a>').close()
console.log(seen.join(', '))
JS
seen=$(node seen.cjs)
echo "$seen"
[ "$seen" = 'close c, error, close b, error, close a' ]
