// Puts the chunks that all frequent commands load into one file, as functions: `load.js` takes them from there, Node's own `require`
// from their files. Saves 2 ms of `profiles list`.
const {readFileSync, writeFileSync} = require('node:fs')
const {dirname, join} = require('node:path')
const {frequent, withStandIn} = require('./frequent.js')
const {dist, modules, shared} = require('./load.js')

async function main() {
  writeFileSync(shared, '')
  const [early, first, ...others] = await loadedBy(['--version', ...frequent])
  const chunks = first.filter((file) => !early.includes(file) && others.every((files) => files.includes(file)))
  const parts = chunks.map((file) => {
    const name = JSON.stringify(file.slice(dist.length))
    return `exports[${name}]=function(exports,require,module,__filename,__dirname){${readFileSync(file, 'utf8')}};\n`
  })
  writeFileSync(shared, parts.join(''))
}

/** The chunks that each of these lines loads. */
async function loadedBy(lines) {
  const loaded = []
  await withStandIn(async ({run}) => {
    for (const line of lines) {
      modules.clear()
      await run(line)
      loaded.push([...modules.keys()].filter((file) => dirname(file) === join(dist, 'chunks')))
    }
  })
  return loaded
}

main()
