// Runs what most runs are, and keeps the code that V8 made for it. The seed makes it the same bytes each time.
const {writeFileSync} = require('node:fs')
const {join} = require('node:path')
const {codeFile, runFrom} = require('./code-cache.js')

const scripts = new Map()
const nobody = 'postgres://127.0.0.1:1/nobody'

async function main() {
  runFrom(
    () => null,
    (filename, script) => scripts.set(filename, script),
  )
  const {start} = require('../dist/src/cli/start.js')
  for (const line of ['--help', '--version', 'profiles list', 'rights get']) {
    process.argv.splice(2, Infinity, ...line.split(' '))
    await start(join(__dirname, '..'))
  }
  for (const [filename, script] of scripts) writeFileSync(codeFile(filename), script.createCachedData())
  process.exitCode = 0
}

process.env = {XIVOCTL_DATABASE_URL: nobody}
process.stdout.write = () => true
process.stderr.write = () => true
main()
