// Puts the chunks that all frequent commands load into two files, as functions: `load.js` takes them from there, Node's own `require`
// from their files. Saves 4 ms of `profiles list`. And lists what each of these commands loads beside that.
const {appendFileSync, readFileSync, rmSync, writeFileSync} = require('node:fs')
const {join} = require('node:path')
const {frequent, withStandIn} = require('./frequent.js')
const {beginning, dist, modules, shared} = require('./load.js')

const isChunk = (file) => file.startsWith(join(dist, 'chunks'))
const isPart = (file) => isChunk(file) || file === beginning
const inDist = (file) => file.slice(dist.length)
const isCommand = (file) => file.startsWith(join(dist, 'commands'))

async function main() {
  for (const file of Object.values(shared)) writeFileSync(file, '')
  const {early, frequently, importing} = await loaded()
  const [first] = frequently
  const isShared = (file) => isPart(file) && !early.includes(file) && frequently.every((files) => files.includes(file))
  const command = first.findIndex(isCommand)
  share(shared.ahead, first.slice(0, command).filter(isShared))
  share(shared.command, first.slice(command).filter(isShared))
  const later = [...frequently, importing].map((files) => {
    const at = files.findIndex(isCommand)
    return [
      inDist(files[at]),
      files
        .slice(at)
        .filter((file) => isChunk(file) && !isShared(file))
        .map(inDist),
    ]
  })
  appendFileSync(shared.command, `exports.later=${JSON.stringify(Object.fromEntries(later))};\n`)
}

/** The files that lines load, each in this order. */
async function loaded() {
  const requests = join(dist, 'requests.csv')
  writeFileSync(requests, 'phoneNumber|lastName\n0230210001|Doe\n')
  const lines = ['--version', ...frequent, `callbacks import name ${requests}`]
  const files = await withStandIn(async ({run}) => {
    const each = []
    for (const line of lines) {
      modules.clear()
      await run(line)
      each.push([...modules.keys()])
    }
    return each
  })
  rmSync(requests)
  return {early: files[0], frequently: files.slice(1, -1), importing: files.at(-1)}
}

function share(target, chunks) {
  const parts = chunks.map((file) => {
    const name = JSON.stringify(inDist(file))
    return `exports[${name}]=function(exports,require,module,__filename,__dirname){${readFileSync(file, 'utf8')}};\n`
  })
  writeFileSync(target, parts.join(''))
}

main()
