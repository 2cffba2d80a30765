#!/usr/bin/env bash
# xlstream 2.5.5: dates of a workbook that counts days from 1904, as Excel for Mac long did and exceljs does when told to, are read four
# years and a day early, without an error. read-excel-file 9.3.17 reads them rightly.
# Seen for 2026-11-29: 11/28/22 and 2026-11-29.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 read-excel-file@9.3.17 xlstream@2.5.5
cat >seen.mjs <<'JS'
import ExcelJS from 'exceljs'
import {readSheet} from 'read-excel-file/node'
import {getXlsxStream} from 'xlstream'

const made = new ExcelJS.Workbook()
made.properties.date1904 = true
made.addWorksheet('calls').getCell('A1').value = new Date('2026-11-29')
await made.xlsx.writeFile('dates.xlsx')

const seen = []
for await (const row of await getXlsxStream({filePath: 'dates.xlsx', sheet: 0})) seen.push(row.formatted.arr[0])
seen.push((await readSheet('dates.xlsx'))[0][0].toISOString().slice(0, 10))
console.log(seen.join(' '))
JS
seen=$(node seen.mjs)
echo "$seen"
[ "$seen" = '11/28/22 2026-11-29' ]
