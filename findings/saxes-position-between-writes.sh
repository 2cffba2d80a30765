#!/usr/bin/env bash
# saxes 6.0.0: `position`, documented as the position in the document, is right inside of a handler, but read between two calls of
# write() it counts the chunk that was just written twice. Whoever limits or reports by it after each chunk is off by a chunk.
# Seen: after write('<a>') of 3 characters, 6; inside of the handler of the opening tag, 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund saxes@6.0.0
cat >seen.cjs <<'JS'
const {SaxesParser} = require('saxes')
const parser = new SaxesParser()
let inside
parser.on('opentag', () => {
  inside ??= parser.position
})
parser.write('<a>')
const between = parser.position
parser.write('text</a>').close()
console.log(JSON.stringify({inside, between}))
JS
seen=$(node seen.cjs)
echo "$seen"
[ "$seen" = '{"inside":3,"between":6}' ]
