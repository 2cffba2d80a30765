// Loads the files of the build with the compiled code of V8 that the build stored beside them. Another version of Node rejects this
// code and compiles the files again.
const {readFileSync} = require('node:fs')
const {wrap, wrapper} = require('node:module')
const {dirname, join, resolve, sep} = require('node:path')
const {Script} = require('node:vm')

const dist = join(__dirname, '..', 'dist') + sep
const [opening] = wrapper
const modules = new Map()

/** The exports of a file of the build. Node's `require` loads everything else. */
function load(filename) {
  const known = modules.get(filename)
  if (known !== undefined) return known.exports
  const module = {exports: {}, script: compile(filename)}
  modules.set(filename, module)
  const directory = dirname(filename)
  const run = module.script.runInThisContext()
  run.call(module.exports, module.exports, requireIn(directory), module, filename, directory)
  return module.exports
}

function compile(filename) {
  const text = readFileSync(filename, 'utf8')
  return new Script(wrap(text), {filename, cachedData: kept(filename), columnOffset: -opening.length})
}

const codeFile = (filename) => `${filename}.code`

function kept(filename) {
  try {
    return readFileSync(codeFile(filename))
  } catch {
    return undefined
  }
}

function requireIn(directory) {
  const inside = (id) => {
    if (!id.startsWith('.') && !id.startsWith(sep)) return require(id)
    const filename = resolve(directory, id)
    return filename.startsWith(dist) ? load(filename) : require(filename)
  }
  return Object.assign(inside, {resolve: require.resolve, main: require.main})
}

module.exports = {load, dist, codeFile, modules}
