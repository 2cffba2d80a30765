#!/usr/bin/env bash
# inquirer 14.2.5: a question whose input ends before an answer ends the process with exit status 0. The promise is rejected only while the
# process exits: an error that nobody catches is printed with its stack, and the status stays 0; in a handler, what is awaited does
# not go on. Whoever runs a script that asks from cron, without input, is told that it succeeded.
# Seen without a handler: ExitPromptError and status 0; with one: the line before its await, not the one behind it, and status 0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund inquirer@14.2.5
cat >bare.mjs <<'JS'
import inquirer from 'inquirer'
async function ask() {
  const {sure} = await inquirer.prompt([{type: 'confirm', name: 'sure', message: 'Delete?'}])
  console.error('answered', sure)
}
ask()
JS
cat >caught.mjs <<'JS'
import {setImmediate} from 'node:timers/promises'
import inquirer from 'inquirer'
async function ask() {
  try {
    await inquirer.prompt([{type: 'confirm', name: 'sure', message: 'Delete?'}])
  } catch {
    console.error('undoing')
    await setImmediate()
    console.error('undone')
  }
}
ask()
JS
seen() {
  local status=0
  node "$1" </dev/null >/dev/null 2>errors || status=$?
  echo "$(grep --only-matching --extended-regexp '^ExitPromptError|^answered|^undoing|^undone' errors | tr '\n' ' ')$status"
}
all="$(seen bare.mjs), $(seen caught.mjs)"
echo "$all"
[ "$all" = 'ExitPromptError 0, undoing 0' ]
