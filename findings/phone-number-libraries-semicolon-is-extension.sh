#!/usr/bin/env bash
# google-libphonenumber 3.2.47 and libphonenumber-js 1.13.16: two numbers of ten digits in one cell, separated by a semicolon, are one
# valid number, whose extension is the second. With a comma, a slash or 'ou' between them, neither says that it is valid.
# Seen for 0123456789;0612345678: +33123456789 ext 0612345678, valid, by both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund google-libphonenumber@3.2.47 libphonenumber-js@1.13.16
cat >seen.cjs <<'JS'
const {PhoneNumberFormat, PhoneNumberUtil} = require('google-libphonenumber')
const {parsePhoneNumberFromString} = require('libphonenumber-js/max')

const util = PhoneNumberUtil.getInstance()
const google = (cell) => {
  try {
    const number = util.parse(cell, 'FR')
    if (!util.isValidNumber(number)) return 'not valid'
    return `${util.format(number, PhoneNumberFormat.E164)} ext ${number.getExtension()}`
  } catch {
    return 'not valid'
  }
}
const js = (cell) => {
  const number = parsePhoneNumberFromString(cell, 'FR')
  return number?.isValid() ? `${number.number} ext ${number.ext}` : 'not valid'
}
for (const between of [';', ',', ' / ', ' ou ']) {
  const cell = `0123456789${between}0612345678`
  console.log(`${cell}: ${google(cell)}, ${js(cell)}`)
}
JS
seen=$(node seen.cjs)
echo "$seen"
both='+33123456789 ext 0612345678'
[ "$seen" = "0123456789;0612345678: $both, $both
0123456789,0612345678: not valid, not valid
0123456789 / 0612345678: not valid, not valid
0123456789 ou 0612345678: not valid, not valid" ]
