#!/usr/bin/env bash
# yaml 2.9.1: with `version: '1.1'`, a word like `e1` is the number NaN. YAML 1.1 has no number without a digit and a dot before the
# exponent, and PyYAML reads the text 'e1'. Whoever reads names (of users, rooms, branches) as YAML 1.1 loses them without an error.
# Seen: [null,null,"e"] as JSON; expected ["e1","E5","e"].
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund yaml@2.9.1
seen=$(node -e "console.log(JSON.stringify(require('yaml').parse('[e1, E5, e]', {version: '1.1'})))")
echo "$seen"
[ "$seen" = '[null,null,"e"]' ]
