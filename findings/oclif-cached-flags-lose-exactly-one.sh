#!/usr/bin/env bash
# @oclif/core 4.14.0: of the rules between the flags of a command, the description that oclif caches for tools (`config.commands`, and what
# `oclif manifest` writes) keeps `exclusive`, `dependsOn` and `relationships`. `exactlyOne` and `atLeastOne` are missing in it, without a
# word, although the parser enforces them. A completion or a manual that is made from the manifest cannot tell that one flag is required.
# Seen: `pick` without a flag is refused because of exactlyOne, and the cached flags have `exclusive` alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir commands
cat >package.json <<'JSON'
{"name": "pick-example", "version": "1.0.0", "oclif": {"bin": "example", "commands": "./commands"}}
JSON
npm install --silent --no-audit --no-fund @oclif/core@4.14.0
cat >commands/pick.js <<'JS'
const {Command, Flags} = require('@oclif/core')
module.exports = class Pick extends Command {
  static flags = {
    red: Flags.boolean({exactlyOne: ['red', 'blue'], exclusive: ['green']}),
    blue: Flags.boolean({exactlyOne: ['red', 'blue']}),
    green: Flags.boolean({atLeastOne: ['red', 'blue', 'green']}),
  }
  async run() {
    await this.parse(Pick)
  }
}
JS
cat >run.cjs <<'JS'
const {Config, run} = require('@oclif/core')
const rules = ['exclusive', 'exactlyOne', 'atLeastOne']
Config.load(__dirname).then(async (config) => {
  const cached = Object.values(config.findCommand('pick').flags)
  for (const rule of rules) console.log(`cached ${rule}: ${cached.filter((flag) => flag[rule] !== undefined).length}`)
  await run(['pick'], config).then(() => console.log('accepted'), (error) => console.log(`refused: ${error.message.trim()}`))
})
JS
# The refusal leaves an exit code behind.
said=$(node run.cjs) || true
echo "$said"
grep -q 'cached exclusive: 1' <<<"$said"
grep -q 'cached exactlyOne: 0' <<<"$said"
grep -q 'cached atLeastOne: 0' <<<"$said"
grep -q 'refused: .*Exactly one' <<<"$(tr '\n' ' ' <<<"$said")"
