#!/usr/bin/env -S node --import tsx
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {Plugin} from '@oclif/core'
import {start} from '../src/cli/start.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const pjson = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
pjson.oclif.commands = './commands'
pjson.oclif.hooks = {command_not_found: './src/cli/command-not-found'}
const plugin = new Plugin({isRoot: true, root, pjson, type: 'core', ignoreManifest: true})
await plugin.load()
await start({root, pjson, plugins: new Map([[plugin.name, plugin]])})
