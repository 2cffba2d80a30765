#!/usr/bin/env bash
# google-libphonenumber 3.2.47: words behind a number, as people write them into a cell, become digits by the letters of a telephone's
# keys, and the number is another one. libphonenumber-js 1.13.16 leaves them out, though it is made from the same metadata.
# Seen for 06 12 34 56 78 (mobile): +33612345678662453 and +33612345678.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund google-libphonenumber@3.2.47 libphonenumber-js@1.13.16
cat >seen.cjs <<'JS'
const {PhoneNumberFormat, PhoneNumberUtil} = require('google-libphonenumber')
const {parsePhoneNumberFromString} = require('libphonenumber-js/max')

const cell = '06 12 34 56 78 (mobile)'
const util = PhoneNumberUtil.getInstance()
const one = util.format(util.parse(cell, 'FR'), PhoneNumberFormat.E164)
console.log(one, parsePhoneNumberFromString(cell, 'FR').number)
JS
seen=$(node seen.cjs)
echo "$seen"
[ "$seen" = '+33612345678662453 +33612345678' ]
