#!/usr/bin/env bash
# libphonenumber-js 1.13.16 (min metadata): under a default country, digits that only begin with its calling code, without `+` and
# even with the national 0 behind it, are read as international and are valid. So are nine digits without their 0.
# Whoever asks isValid() to find numbers that a spreadsheet has damaged is told that all of these are good.
# Seen for FR: four spellings, all valid, all the same number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund libphonenumber-js@1.13.16
cat >seen.cjs <<'JS'
const {parsePhoneNumberFromString} = require('libphonenumber-js/min')
for (const typed of ['33230210092', '330230210092', '+330230210092', '230210092']) {
  const number = parsePhoneNumberFromString(typed, 'FR')
  console.log(typed, number?.number, number?.isValid())
}
JS
seen=$(node seen.cjs)
echo "$seen"
[ "$seen" = '33230210092 +33230210092 true
330230210092 +33230210092 true
+330230210092 +33230210092 true
230210092 +33230210092 true' ]
