// Loads the files of the build with the code that V8 compiled for them: beside each file, where the build or the Debian package made
// it, else in the cache folder of the user. Another version of Node rejects this code and compiles the files again.
const {readFileSync} = require('node:fs')
const {dirname, join, resolve, sep} = require('node:path')
const {Script} = require('node:vm')

const dist = join(__dirname, '..', 'dist') + sep
/** What many commands share, in two files: what begins the connection, and what is loaded with a command; neither for `--help`. */
const shared = {ahead: join(dist, 'ahead.js'), command: join(dist, 'shared.js')}
const beginning = join(dist, 'src', 'cli', 'run', 'ahead.js')
const commands = [join(dist, 'commands') + sep, join(dist, 'src', 'cli', 'complete') + sep]
const parts = {}
/** What Node wraps around a file. Its own, in node:module, takes 0.5 ms to load. */
const opening = '(function (exports, require, module, __filename, __dirname) { '
const wrap = (source) => `${opening}${source}\n});`
const modules = new Map()

/** The exports of a file of the build. Node's `require` loads everything else. */
function load(filename) {
  const known = modules.get(filename)
  if (known !== undefined) return known.exports
  const isCommand = commands.some((folder) => filename.startsWith(folder))
  if (filename === beginning || isCommand) Object.assign(parts, load(shared.ahead))
  if (isCommand) Object.assign(parts, load(shared.command))
  const module = {exports: {}}
  modules.set(filename, module)
  if (isCommand) compileWhileWaiting(parts.later?.[filename.slice(dist.length)] ?? [])
  const directory = dirname(filename)
  const run = parts[filename.slice(dist.length)] ?? compiled(module, filename)
  run.call(module.exports, module.exports, requireIn(directory), module, filename, directory)
  return module.exports
}

/** The rest of what a frequent command loads: while it waits for its server, one file in each turn, so that no answer waits for long. */
async function compileWhileWaiting(names) {
  for (const name of names) {
    await new Promise((resolve) => setImmediate(resolve))
    // A command that failed needs no more.
    if (process.exitCode) return
    const filename = join(dist, name)
    try {
      if (!modules.has(filename)) scripts.set(filename, compile(filename))
    } catch {
      // An upgrade is replacing the files. A command that needs this one meets the error.
    }
  }
}

/** Compiled, and not yet run. */
const scripts = new Map()

function compiled(module, filename) {
  module.script = scripts.get(filename) ?? compile(filename)
  return module.script.runInThisContext()
}

/** The code beside the files is tried until it is missing or rejected once: then there is none for this Node. */
let isBeside = true

function compile(filename) {
  const source = sourceOf(filename)
  const origin = {filename, columnOffset: -opening.length}
  const beside = isBeside ? read(codeFile(filename)) : undefined
  if (beside !== undefined) {
    const script = new Script(source, {...origin, cachedData: beside})
    if (!script.cachedDataRejected) return script
  }
  isBeside = false
  const {keptCode, keepLater} = require('./user-code.js')
  const cachedData = keptCode(dist, filename)
  const script = new Script(source, {...origin, cachedData})
  if (cachedData === undefined || script.cachedDataRejected) keepLater(module.exports, filename)
  return script
}

/**
 * Of a large file, mostly packages, a run needs a small part: with the code of all its functions, `profiles list` takes 10 % more CPU time.
 */
const LARGE = 40_000
const isLarge = (filename) => sourceOf(filename).length > LARGE

/** The code of a file: of a large one that is loaded, of the functions that have run; else of all functions. */
function codeOf(filename) {
  const script = isLarge(filename) ? modules.get(filename)?.script : undefined
  return (script ?? compiledWhole(sourceOf(filename))).createCachedData()
}

/** Without a filename, because V8 would find the script again that it compiled function by function. */
function compiledWhole(source) {
  // Loaded for this only: it takes 1.5 ms of each start.
  const {setFlagsFromString} = require('node:v8')
  setFlagsFromString('--no-lazy')
  const script = new Script(source)
  setFlagsFromString('--lazy')
  return script
}

const sourceOf = (filename) => wrap(readFileSync(filename, 'utf8'))
const codeFile = (filename) => `${filename}.code`

function read(file) {
  try {
    return readFileSync(file)
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

module.exports = {load, dist, beginning, shared, modules, codeFile, codeOf, isLarge}
