#!/usr/bin/env bash
# xlsx-stream-reader 1.1.1: it strips the blanks around each part of a text in several fonts before it joins the parts, though the file
# says xml:space="preserve": a bold name behind an ordinary one loses the blank between them.
# Seen for 'Anne ' and a bold 'Martin': AnneMartin. exceljs 4.4.0, which made the file, reads Anne Martin.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx-stream-reader@1.1.1
cat >seen.cjs <<'JS'
const {createReadStream} = require('node:fs')
const ExcelJS = require('exceljs')
const XlsxStreamReader = require('xlsx-stream-reader')

const read = () =>
  new Promise((resolve, reject) => {
    const reader = new XlsxStreamReader()
    const rows = []
    reader.on('worksheet', (sheet) => {
      sheet.on('row', (row) => rows.push(row.values[1]))
      sheet.process()
    })
    reader.on('end', () => resolve(rows.join()))
    reader.on('error', reject)
    createReadStream('names.xlsx').pipe(reader)
  })

async function main() {
  const made = new ExcelJS.Workbook()
  made.addWorksheet('calls').getCell('A1').value = {richText: [{text: 'Anne '}, {font: {bold: true}, text: 'Martin'}]}
  await made.xlsx.writeFile('names.xlsx')
  const whole = new ExcelJS.Workbook()
  await whole.xlsx.readFile('names.xlsx')
  console.log(`${await read()}, ${whole.worksheets[0].getCell('A1').text}`)
}
main()
JS
seen=$(node seen.cjs)
echo "$seen"
[ "$seen" = 'AnneMartin, Anne Martin' ]
