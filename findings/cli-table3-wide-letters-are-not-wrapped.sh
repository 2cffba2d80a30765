#!/usr/bin/env bash
# cli-table3 0.6.5: a column that wraps its text, not at words alone, counts letters where it should count places on the screen. Text in
# wide letters is cut, and what does not fit is not in the table; narrow letters of the same number are all there.
# Seen in a column of 8: of twelve narrow letters all, of twelve wide ones four, with an ellipsis behind each two.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund cli-table3@0.6.5
cat >seen.cjs <<'JS'
const Table = require('cli-table3')
const shown = (text) => {
  const table = new Table({colWidths: [8], wordWrap: true, wrapOnWordBoundary: false, style: {head: [], border: []}})
  table.push([text])
  return table.toString().replace(/[^\p{L}…]/gu, '')
}
console.log(shown('abcdefghijkl'), shown('東京都港区六本木三丁目西'))
JS
seen=$(node seen.cjs)
echo "$seen"
[ "$seen" = 'abcdefghijkl 東京…本木…' ]
