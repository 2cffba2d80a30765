#!/usr/bin/env bash
# exceljs 4.4.0, read-excel-file 9.3.17 and xlsx-populate 1.21.0: a text that a workbook has as a CDATA section, as XML allows
# anywhere, is lost without an error: the cell is empty. xlstream 2.5.5 reads it.
# Seen for <t><![CDATA[Dupont & fils]]></t>: an empty text, null, undefined, and the text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 fflate@0.8.2 read-excel-file@9.3.17 xlsx-populate@1.21.0 xlstream@2.5.5
cat >seen.mjs <<'JS'
import {writeFileSync} from 'node:fs'
import ExcelJS from 'exceljs'
import {strFromU8, strToU8, unzipSync, zipSync} from 'fflate'
import {readSheet} from 'read-excel-file/node'
import XlsxPopulate from 'xlsx-populate'
import {getXlsxStream} from 'xlstream'

const made = new ExcelJS.Workbook()
made.addWorksheet('calls').addRow(['Dupont & fils', 'Lyon'])
const files = unzipSync(new Uint8Array(await made.xlsx.writeBuffer()))
const path = 'xl/sharedStrings.xml'
const escaped = 'Dupont &amp; fils'
if (!strFromU8(files[path]).includes(escaped)) throw new Error('no text was written')
files[path] = strToU8(strFromU8(files[path]).replace(escaped, '<![CDATA[Dupont & fils]]>'))
writeFileSync('texts.xlsx', zipSync(files))

const whole = new ExcelJS.Workbook()
await whole.xlsx.readFile('texts.xlsx')
const populated = await XlsxPopulate.fromFileAsync('texts.xlsx')
const streamed = []
for await (const row of await getXlsxStream({filePath: 'texts.xlsx', sheet: 0})) streamed.push(row.raw.arr)
const show = (value) => (value === undefined ? 'undefined' : JSON.stringify(value))
const seen = [
  whole.worksheets[0].getCell('A1').value,
  (await readSheet('texts.xlsx'))[0][0],
  populated.sheet(0).cell('A1').value(),
  streamed[0][0],
]
console.log(seen.map(show).join(' '))
JS
seen=$(node seen.mjs)
echo "$seen"
[ "$seen" = '"" null undefined "Dupont & fils"' ]
