#!/usr/bin/env bash
# exceljs 4.4.0: a date cell of type "d", whose value is ISO 8601 text, becomes a day of July 1905, without an error, in both of its
# readers: only the year's digits are read, as a serial number. ECMA-376 defines the type (18.18.11); 'Strict Open XML' files have it.
# Seen for 2026-11-29: 1905-07-18 by the reader of whole workbooks and by the streaming one.
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
made.addWorksheet('calls').getCell('A1').value = new Date('2026-11-29')
const files = unzipSync(new Uint8Array(await made.xlsx.writeBuffer()))
const path = 'xl/worksheets/sheet1.xml'
const sheet = strFromU8(files[path])
files[path] = strToU8(sheet.replace(/<c r="A1" s="(\d+)"><v>.*?<\/v>/, '<c r="A1" s="$1" t="d"><v>2026-11-29</v>'))
if (strFromU8(files[path]) === sheet) throw new Error('no date was written')
writeFileSync('dates.xlsx', zipSync(files))

const whole = new ExcelJS.Workbook()
await whole.xlsx.readFile('dates.xlsx')
const seen = [whole.worksheets[0].getCell('A1').value]
for await (const worksheet of new ExcelJS.stream.xlsx.WorkbookReader('dates.xlsx', {styles: 'cache'}))
  for await (const row of worksheet) seen.push(row.getCell(1).value)
console.log(seen.map((date) => date.toISOString().slice(0, 10)).join(' '))
JS
seen=$(node seen.mjs)
echo "$seen"
[ "$seen" = '1905-07-18 1905-07-18' ]
