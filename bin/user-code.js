// The code that V8 compiled, for an installation without any beside its files, such as one of npm: in the user's cache folder, stored at
// the end of the first run that uses a file. Saves 16 % of the CPU time of `profiles list`. V8 runs such code without a check, so nobody
// else may be able to write it.
const fs = require('node:fs')
const {constants, statSync} = fs
const {dirname, join, relative} = require('node:path')

const DAY_MS = 86_400_000
/** Code of another version of the program or of Node is removed then. */
const KEPT_DAYS = 30
const STICKY = 0o1000

/** Set at the first use; null when there is none that can be trusted. */
let folder
/** The folder of the build that this run began with. */
let wanted
const pending = new Set()

/** The code of a file; undefined when there is none that can be trusted. */
exports.keptCode = (dist, filename) => {
  wanted ??= attempt(() => folderOf(dist))
  if (folder === undefined) folder = attempt(() => trusted(wanted)) ?? null
  if (folder === null) return undefined
  return attempt(() => readOwn(join(folder, nameOf(dist, filename))))
}

/**
 * When the process ends, stores the code of these files and of the large ones that the run used: of those, a command that runs for the
 * first time has used more functions. Ignores failures, for example in a home that is read-only.
 */
exports.keepLater = (program, filename) => {
  if (pending.add(filename).size > 1) return
  process.once('exit', () => attempt(() => keepAll(program)))
}

function attempt(work) {
  try {
    return work()
  } catch {
    return undefined
  }
}

function keepAll({dist, modules, codeOf, isLarge}) {
  // After an upgrade meanwhile, the code of the former build is not stored as that of the new one.
  if (wanted === undefined || folderOf(dist) !== wanted) return
  const {XDG_CACHE_HOME: cache = '', HOME} = process.env
  // Makes no home.
  statSync(cache.startsWith('/') ? dirname(cache) : HOME)
  trusted(existing(wanted))
  const isNew = fs.mkdirSync(wanted, {recursive: true, mode: 0o700}) !== undefined
  const own = trusted(wanted)
  if (isNew) removeOld(dirname(own))
  for (const filename of modules.keys()) {
    if (pending.has(filename) || isLarge(filename)) keep(join(own, nameOf(dist, filename)), codeOf(filename))
  }
}

/** The path, or the folder nearest to it that is there. */
const existing = (path) => (fs.existsSync(path) ? path : existing(dirname(path)))

function keep(path, code) {
  const draft = join(dirname(path), `.${process.pid}-${process.hrtime.bigint()}`)
  const file = fs.openSync(draft, 'wx', 0o600)
  try {
    fs.writeFileSync(file, code)
    // V8 may crash on a file that lost a part when the machine did.
    fs.fsyncSync(file)
    fs.renameSync(draft, path)
  } catch (error) {
    fs.rmSync(draft)
    throw error
  } finally {
    fs.closeSync(file)
  }
}

/** One for each build and each Node; the XDG specification says to ignore a relative path. */
function folderOf(dist) {
  const {XDG_CACHE_HOME: cache = '', HOME: home = '', NODE_DISABLE_COMPILE_CACHE} = process.env
  if (NODE_DISABLE_COMPILE_CACHE || !process.geteuid || !(cache.startsWith('/') || home.startsWith('/')))
    throw new Error('this run stores no code')
  const build = fs.readFileSync(join(dist, 'build-id'), 'utf8').trim()
  const {version, arch} = process
  return join(cache.startsWith('/') ? cache : join(home, '.cache'), 'xivoctl', `code-${build}-${version}-${arch}`)
}

/** Changes with the file, even when somebody edits it by hand. */
function nameOf(dist, filename) {
  const {size, mtimeMs} = statSync(filename)
  return `${relative(dist, filename).replaceAll('/', '%')}-${size}-${Math.trunc(mtimeMs)}.code`
}

/** The real path of a folder in which nobody but this user and root can create, replace or rename anything, on the whole way to it. */
function trusted(path) {
  const real = fs.realpathSync(path)
  checkWay(path)
  checkWay(real)
  return real
}

function checkWay(path) {
  for (let each = path; ; each = dirname(each)) {
    const stat = fs.lstatSync(each)
    const isShared = !stat.isSymbolicLink() && (stat.mode & 0o022) !== 0
    const isSticky = each !== path && (stat.mode & STICKY) !== 0
    if (!isOwn(stat.uid) || (isShared && !isSticky)) throw new Error(`others can change ${each}`)
    if (each === dirname(each)) return
  }
}

const isOwn = (uid) => uid === process.geteuid() || uid === 0

function readOwn(path) {
  const file = fs.openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    const stat = fs.fstatSync(file)
    if (!stat.isFile() || !isOwn(stat.uid) || (stat.mode & 0o022) !== 0) throw new Error(`others can change ${path}`)
    return fs.readFileSync(file)
  } finally {
    fs.closeSync(file)
  }
}

function removeOld(cache) {
  for (const name of fs.readdirSync(cache)) {
    if (!name.startsWith('code-')) continue
    const path = join(cache, name)
    const {uid, mtimeMs} = fs.lstatSync(path)
    if (uid === process.geteuid() && Date.now() - mtimeMs > KEPT_DAYS * DAY_MS) fs.rmSync(path, {recursive: true})
  }
}
