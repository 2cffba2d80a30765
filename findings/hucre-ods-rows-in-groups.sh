#!/usr/bin/env bash
# hucre 1.0.0: its reader of whole .ods files leaves out rows that stand in a group or among the header rows of a table, as OpenDocument has
# them for outlines and for rows that each printed page repeats, without an error. Its streaming reader has them, but joins the
# paragraphs of a cell without a line break.
# Seen for a header row, a grouped row and an ordinary row of two paragraphs: the last alone, and all three.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund fflate@0.8.2 hucre@1.0.0
cat >seen.mjs <<'JS'
import {strToU8, zipSync} from 'fflate'
import {readOds, streamOdsRows} from 'hucre'

const urn = 'urn:oasis:names:tc:opendocument:xmlns'
const type = 'application/vnd.oasis.opendocument.spreadsheet'
const row = (...paragraphs) => {
  const text = paragraphs.map((each) => `<text:p>${each}</text:p>`).join('')
  return `<table:table-row><table:table-cell office:value-type="string">${text}</table:table-cell></table:table-row>`
}
const rows = `<table:table-header-rows>${row('header')}</table:table-header-rows>
  <table:table-row-group>${row('grouped')}</table:table-row-group>${row('one', 'two')}`
const content = `<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"
  xmlns:office="${urn}:office:1.0" xmlns:table="${urn}:table:1.0" xmlns:text="${urn}:text:1.0"><office:body><office:spreadsheet>
  <table:table table:name="calls"><table:table-column/>${rows}</table:table></office:spreadsheet></office:body></office:document-content>`
const entry = (path, media) => `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${media}"/>`
const manifest = `<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.2" xmlns:manifest="${urn}:manifest:1.0">
  ${entry('/', type)}${entry('content.xml', 'text/xml')}</manifest:manifest>`
const file = zipSync({
  mimetype: [strToU8(type), {level: 0}],
  'content.xml': strToU8(content),
  'META-INF/manifest.xml': strToU8(manifest),
})
const streamed = []
for await (const {values} of streamOdsRows(file)) streamed.push(values)
console.log(JSON.stringify((await readOds(file)).sheets[0].rows), JSON.stringify(streamed))
JS
seen=$(node seen.mjs)
echo "$seen"
[ "$seen" = '[["one\ntwo"]] [["header"],["grouped"],["onetwo"]]' ]
