#!/usr/bin/env bash
# libphonenumber-js 1.13.16 (min metadata): a star or a hash in front of a number is dropped, so that a telephone system's service code
# such as *12 or #12 becomes the number +3312, while *31# in front of a whole number makes it no number at all. Whoever stores or dials
# `number` without asking isValid() calls somebody else.
# Seen for FR: *12 and #12 are +3312 (neither possible nor valid); *31#0230210092 is no number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund libphonenumber-js@1.13.16
cat >seen.cjs <<'JS'
const {parsePhoneNumberFromString: parse} = require('libphonenumber-js/min')
const shown = (text) => {
  const found = parse(text, 'FR')
  return found ? `${found.number} ${found.isPossible()} ${found.isValid()}` : 'none'
}
console.log(['*12', '#12', '*31#0230210092'].map((text) => `${text}: ${shown(text)}`).join(', '))
JS
seen=$(node seen.cjs)
echo "$seen"
[ "$seen" = '*12: +3312 false false, #12: +3312 false false, *31#0230210092: none' ]
