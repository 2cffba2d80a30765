#!/usr/bin/env bash
# exceljs 4.4.0: its streaming reader has other texts than its reader of whole workbooks, without an error. Of a text with its reading
# (phonetic run, as a Japanese Excel writes it) it has the reading alone; of an inline text in several fonts the last part alone.
# Seen: 東京 and Dupont by the one, トウキョウ and pont by the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 fflate@0.8.2
cat >seen.mjs <<'JS'
import {writeFileSync} from 'node:fs'
import ExcelJS from 'exceljs'
import {strFromU8, strToU8, unzipSync, zipSync} from 'fflate'

const made = new ExcelJS.Workbook()
made.addWorksheet('calls').addRow(['東京', 1])
const files = unzipSync(new Uint8Array(await made.xlsx.writeBuffer()))
const change = (path, from, to) => {
  const text = strFromU8(files[path])
  if (!text.includes(from)) throw new Error(`no ${from} in ${text}`)
  files[path] = strToU8(text.replace(from, to))
}
change('xl/sharedStrings.xml', '<t>東京</t>', '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh>')
const runs = '<is><r><t>Du</t></r><r><rPr><b/></rPr><t>pont</t></r></is>'
change('xl/worksheets/sheet1.xml', '<c r="B1"><v>1</v></c>', `<c r="B1" t="inlineStr">${runs}</c>`)
writeFileSync('texts.xlsx', zipSync(files))

const texts = (row) => [1, 2].map((column) => row.getCell(column).text)
const whole = new ExcelJS.Workbook()
await whole.xlsx.readFile('texts.xlsx')
const seen = texts(whole.worksheets[0].getRow(1))
for await (const worksheet of new ExcelJS.stream.xlsx.WorkbookReader('texts.xlsx', {sharedStrings: 'cache'}))
  for await (const row of worksheet) seen.push(...texts(row))
console.log(seen.join(' '))
JS
seen=$(node seen.mjs)
echo "$seen"
[ "$seen" = '東京 Dupont トウキョウ pont' ]
