// Stores every page of help as it is without a terminal: in 80 columns, without colours.
const {mkdirSync, writeFileSync} = require('node:fs')
const {dirname, join} = require('node:path')
const {dist, load} = require('./load.js')
const {commands} = require('../oclif.manifest.json')

const root = join(__dirname, '..')

/** The words of each command and topic, and none for the page of the program. */
function pages() {
  const ids = Object.keys(commands).flatMap((id) => {
    const words = id.split(':')
    return words.map((_, i) => words.slice(0, i + 1).join(' '))
  })
  return [[], ...[...new Set(ids)].map((id) => id.split(' '))]
}

async function main() {
  const {pageFile} = load(join(dist, 'src/cli/run/help-page.js'))
  const {configForHelp} = load(join(dist, 'src/cli/run/plain-config.js'))
  const {default: CommandHelp} = load(join(dist, 'src/cli/run/help.js'))
  let page = ''
  console.log = (text = '') => {
    page += `${text}\n`
  }
  for (const words of pages()) {
    page = ''
    await new CommandHelp(configForHelp(root)).showHelp([...words, '--help'])
    const file = pageFile(root, words)
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(file, page)
  }
}

process.env = {NO_COLOR: '1'}
Object.defineProperty(process.stdout, 'isTTY', {value: false})
main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
