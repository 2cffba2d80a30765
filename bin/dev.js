#!/usr/bin/env -S node --import tsx
const {readFileSync} = require('node:fs')
const {join} = require('node:path')

async function main() {
  const {Plugin} = await import('@oclif/core')
  const {startByOclif} = await import('../src/cli/run/start.ts')
  const root = join(__dirname, '..')
  const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  pjson.oclif.commands = './commands'
  pjson.oclif.helpClass = './src/cli/run/help'
  pjson.oclif.hooks = {command_not_found: './src/cli/run/command-not-found'}
  const plugin = new Plugin({isRoot: true, root, pjson, type: 'core', ignoreManifest: true})
  await plugin.load()
  await startByOclif({root, pjson, plugins: new Map([[plugin.name, plugin]])})
}

main()
