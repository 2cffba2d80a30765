// oclif writes the commands in the order in which the file system lists them.
const {readFileSync, writeFileSync} = require('node:fs')

const manifest = JSON.parse(readFileSync('oclif.manifest.json', 'utf8'))
const commands = Object.fromEntries(Object.entries(manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync('oclif.manifest.json', `${JSON.stringify({...manifest, commands}, null, 2)}\n`)
