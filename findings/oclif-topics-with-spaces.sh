#!/usr/bin/env bash
# @oclif/core 4.14.0: in a program with topicSeparator " ", whose commands are typed and shown as `shop list open`, the keys of
# `oclif.topics` in package.json must still be written with colons. A key with a space is accepted and its description is never shown.
# Seen in the help of `shop`: the topic with the colon has its description, the one with the space has none.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p commands/shop/list commands/shop/cart
cat >package.json <<'JSON'
{
  "name": "shop-example",
  "version": "1.0.0",
  "oclif": {
    "bin": "example",
    "commands": "./commands",
    "topicSeparator": " ",
    "topics": {"shop list": {"description": "written with a space"}, "shop:cart": {"description": "written with a colon"}}
  }
}
JSON
npm install --silent --no-audit --no-fund @oclif/core@4.14.0
for name in list cart; do
  cat >commands/shop/$name/open.js <<'JS'
const {Command} = require('@oclif/core')
module.exports = class Open extends Command {
  static summary = 'open it'
  async run() {}
}
JS
done
cat >run.cjs <<'JS'
require('@oclif/core').execute({dir: __dirname})
JS
help=$(node run.cjs shop --help)
echo "$help"
grep -q 'written with a colon' <<<"$help"
! grep -q 'written with a space' <<<"$help"
