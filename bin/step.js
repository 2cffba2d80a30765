// `node bin/step.js 'what it does' COMMAND…` runs a step of an npm script. It repeats what the step does every few seconds, and closes
// the step's standard input, so that nothing can prompt.
const {spawn} = require('node:child_process')
const {constants} = require('node:os')

const AGAIN_MS = 4_000
const [, , what, command, ...argv] = process.argv

const say = (sentence) => process.stderr.write(`${sentence}\n`)

say(`${what} …`)
const begin = Date.now()
const again = setInterval(() => say(`${what} … ${Math.round((Date.now() - begin) / 1000)} s`), AGAIN_MS)
const child = spawn(command, argv, {stdio: ['ignore', 'inherit', 'inherit']})
child.once('error', ({message}) => {
  clearInterval(again)
  say(message)
  process.exitCode = 1
})
child.once('exit', (code, signal) => {
  clearInterval(again)
  process.exitCode = code ?? 128 + constants.signals[signal]
})
