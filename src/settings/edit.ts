import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import {dirname} from 'node:path'
import {busy, conflict, unavailable, usage} from '../errors.ts'
import {nameHints} from '../formats/nearest.ts'
import {
  askedFile,
  type ContextSettings,
  parse,
  readSettingsFile,
  type SettingsFile,
  SYSTEM_FILE,
  userFile,
  withoutPassword,
} from './file.ts'

/** What selects the configuration file. */
export interface FileFlags {
  config?: string | undefined
  system?: boolean
}

export interface Addition {
  name: string
  values: ContextSettings
  makeDefault?: boolean
  replace?: boolean
}

/** The file to change: the given one, else the one in force. The system's file only when it is given. */
export function fileToChange({config, system}: FileFlags, env: NodeJS.ProcessEnv): string {
  if (system) {
    if (config !== undefined) throw usage('--config and --system exclude each other: each names a file')
    return SYSTEM_FILE
  }
  const asked = askedFile(config, env)
  if (asked !== undefined) return asked
  const own = userFile(env)
  if (!exists(own) && canRead(SYSTEM_FILE)) throw hidden(own)
  return own
}

function canRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

const hidden = (own: string) =>
  usage(`xivoctl uses ${SYSTEM_FILE}; a new file in your home directory would override it: nothing was written`, {
    hints: ['add --system to change it', `or --config ${own} for a file in your home directory`],
  })

/** The file to read: the given one, else the one in force; undefined when there is none. */
export function fileInForce({config, system}: FileFlags, env: NodeJS.ProcessEnv): SettingsFile | undefined {
  return readSettingsFile(system ? SYSTEM_FILE : askedFile(config, env), env)
}

/** Writes a context into the file, and makes the file if it is missing. False when it holds the same context already. */
export function addContext(path: string, {name, values, makeDefault = false, replace = false}: Addition): boolean {
  if (!/^[a-zA-Z0-9][\w.-]{0,62}$/.test(name)) {
    throw usage(`a context's name must be at most 63 letters, digits, '.', '_' and '-', not '${withoutPassword(name)}'`)
  }
  return edit(path, (file) => {
    const there = own(file.contexts, name)
    const same = there !== undefined && sameValues(there, values)
    if (same && (!makeDefault || file.defaultContext === name)) return undefined
    if (there !== undefined && !same && !replace) throw taken(name, path)
    const contexts = {...file.contexts, [name]: values}
    return {...file, contexts, ...(makeDefault && {defaultContext: name})}
  })
}

/** Refuses a name that a context of the file has, before any prompt. */
export function refuseTaken(path: string, {name, replace}: {name: string; replace: boolean}): void {
  if (!replace && own(read(path).contexts, name) !== undefined) throw taken(name, path)
}

const taken = (name: string, path: string) =>
  conflict(`there is a context '${name}' in ${path} already`, {
    hints: [`xivoctl context show ${name}`, '--replace replaces it'],
  })

const sameValues = (one: ContextSettings, other: ContextSettings) =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort())

/** Removes a context from the file; the default one only with `evenDefault`, which leaves no default. */
export function removeContext(path: string, name: string, {evenDefault = false} = {}): void {
  edit(path, (file) => {
    requireContext(file, name)
    const {[name]: _, ...contexts} = file.contexts
    const {defaultContext, ...others} = file
    if (defaultContext !== name) return {...file, contexts}
    if (!evenDefault) throw isDefault(name)
    return {...others, contexts}
  })
}

const isDefault = (name: string) =>
  conflict(`'${name}' is the default context`, {
    hints: ['xivoctl context default OTHER makes another one the default', '--default removes it anyway'],
  })

/** Makes another context the default. */
export function setDefaultContext(path: string, name: string): void {
  edit(path, (file) => {
    requireContext(file, name)
    return file.defaultContext === name ? undefined : {...file, defaultContext: name}
  })
}

/** The file, and the name of the given context or of the default one. */
export function fileWith(file: SettingsFile | undefined, said?: string): {file: SettingsFile; name: string} {
  if (file === undefined) throw usage('there is no configuration file', {hints: ['xivoctl setup creates one']})
  const [first, ...others] = Object.keys(file.contexts)
  const name = said ?? file.defaultContext ?? (others.length === 0 ? first : undefined)
  if (name === undefined) throw usage(`${file.path} has no default context`, {hints: ['xivoctl context list']})
  requireContext(file, name)
  return {file, name}
}

function requireContext({contexts}: Pick<SettingsFile, 'contexts'>, name: string): void {
  if (own(contexts, name) !== undefined) return
  throw usage(`the configuration file has no context named '${withoutPassword(name)}'`, {
    hints: nameHints('contexts', name, Object.keys(contexts)),
  })
}

const own = (contexts: SettingsFile['contexts'], name: string) =>
  Object.hasOwn(contexts, name) ? contexts[name] : undefined

type Content = Omit<SettingsFile, 'path'>

/**
 * Changes the file atomically: readers see the old file or the new one. The draft is also the lock: while it
 * exists, other changes are refused. Keeps mode and owner; only its owner can read a new file.
 */
function edit(path: string, change: (file: Content) => Content | undefined): boolean {
  const target = exists(path) ? realpathSync(path) : path
  const draft = `${target}.new`
  take(draft, target)
  let mine = true
  try {
    const content = change(read(target))
    if (content === undefined) return false
    write(draft, content, exists(target))
    renameSync(draft, target)
    mine = false
    sync(dirname(target))
    return true
  } catch (error) {
    throw fileTrouble(error, target)
  } finally {
    // After the rename, a draft of this name belongs to the next change.
    if (mine) rmSync(draft, {force: true})
  }
}

function take(draft: string, target: string): void {
  try {
    mkdirSync(dirname(target), {recursive: true, mode: 0o700})
    writeFileSync(draft, '', {flag: 'wx', mode: 0o600})
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw fileTrouble(error, target)
    throw busy(`another process is changing ${target}`, {hints: [`if no other process is running: rm ${draft}`]})
  }
}

function read(target: string): Content {
  if (!exists(target)) return {contexts: {}}
  const {path: _, ...content} = parse(target, readFileSync(target, 'utf8'))
  return content
}

function write(draft: string, content: Content, former: Stats | undefined): void {
  if (former) {
    chownSync(draft, former.uid, former.gid)
    chmodSync(draft, former.mode & 0o777)
  }
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`)
  sync(draft)
}

/** Flushes the content of a file, or the names in a directory, to disk. */
function sync(path: string): void {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

function exists(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined
    throw fileTrouble(error, path)
  }
}

const isCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code

function fileTrouble(error: unknown, path: string): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error
  return unavailable(`cannot change ${path}: ${error.message}`, {cause: error})
}
