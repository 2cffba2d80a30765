// `node command-lines.cjs INSTALLATION start|startByOclif` runs many command lines in one process, in one of the two ways. It reads
// the lines as JSON from standard input, and prints the outcome of each, and the loaded files, as JSON.
const {join} = require('node:path')
const {text} = require('node:stream/consumers')
const {Config} = require('@oclif/core')

const [, , installation, way] = process.argv
const program = require(join(installation, 'dist/src/cli/run/start.js'))
const say = process.stdout.write.bind(process.stdout)
const said = {stdout: '', stderr: ''}

for (const name of ['stdout', 'stderr']) {
  process[name].setMaxListeners(0)
  process[name].write = (chunk, ...rest) => {
    said[name] += chunk
    rest.find((each) => typeof each === 'function')?.()
    return true
  }
}

/** Gives oclif a fresh copy of the commands for each line, because help changes them; reading the manifest again would take half of the time. */
async function configured() {
  if (way === 'start') return () => installation
  const config = await Config.load(installation)
  const copied = (plugin) =>
    Object.create(plugin, {commands: {value: plugin.commands.map((command) => ({...command}))}})
  return () => Object.create(config, {getPluginsList: {value: () => config.getPluginsList().map(copied)}})
}

async function main() {
  const options = await configured()
  const ends = []
  for (const line of JSON.parse(await text(process.stdin))) {
    Object.assign(said, {stdout: '', stderr: ''})
    process.exitCode = 0
    process.argv = [process.execPath, join(installation, 'bin/run.js'), ...line]
    await program[way](options())
    ends.push({line: line.join(' '), code: process.exitCode, ...said})
  }
  process.exitCode = 0
  say(JSON.stringify({ends, loaded: Object.keys(require.cache)}))
}

main()
