// An esbuild plugin, and what is done to its output: imports are made where they are first used, and what few runs use
// is in files of its own. Above each trick stands what it saves of `--version`, `--help` and `profiles list`, in ms of CPU:
// the median of 40 runs with it and 40 without, in turns, on a machine where those take 48, 101 and 108 ms.
// What saved nothing and is gone: files of their own for kysely's rare statements (which cost 5 ms), for tables, for
// libphonenumber, for the rare modules of pg and oclif, and a silent stand-in for `debug`.
const {existsSync, readFileSync} = require('node:fs')
const {dirname, join, relative} = require('node:path')
const {dependencies} = require('../package.json')

/** What each pattern is called when it no longer matches anything. */
const patterns = new Map()
const matched = new Set()

function pattern(name, regex) {
  patterns.set(regex, name)
  return regex
}

const rewrite = (code, regex, by) =>
  code.replace(regex, (...match) => {
    matched.add(regex)
    return by(...match)
  })

/** Ends a build in which a pattern matched nothing: what it was written for has changed. */
exports.refuseUnmatched = () => {
  const idle = [...patterns].filter(([regex]) => !matched.has(regex)).map(([regex, name]) => `${name} (${regex})`)
  if (idle.length > 0) throw new Error(`bin/lazy.js: nothing matched the pattern for ${idle.join(', nor for ')}`)
}

/** The packages whose sources are rewritten here, each in the one version that this file was written for. */
const rewritten = ['@oclif/core', 'pg']

/** Ends a build with another version of one of them. */
exports.refuseOtherVersions = () => {
  for (const name of rewritten) {
    const folder = require.resolve
      .paths(name)
      .map((each) => join(each, name))
      .find(existsSync)
    const {version} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const pinned = dependencies[name]
    if (version === pinned) continue
    throw new Error(
      `bin/lazy.js was written for ${name} ${pinned}, and ${version} is installed: read its rules again, then pin that version in package.json`,
    )
  }
}

/** Saves 2, 12, 20. An import as TypeScript writes it in CommonJS: a name that only ever occurs as `name.export`. */
const compiledImport = pattern(
  'an import that TypeScript compiled',
  /^(?:const|var) (\w+_\d+) = ((?:__import(?:Default|Star)\()?require\("[^"]+"\)\)?);$/gm,
)
/** Saves 18, 9, 11. As esbuild writes it. */
const bundledImport = pattern('an import that esbuild bundled', /^var (import_\w+) = (.*);$/gm)
/** Saves 1, 0, 15. As pg writes those that few connections need. */
const pgImport = pattern('an import of pg', /^const (crypto|sasl|dns) = (require\(.*\))$/gm)

/** Puts off each import that `imports` finds to its first use. */
function putOff(code, imports) {
  const names = []
  const declared = rewrite(code, imports, (_, name, load) => {
    names.push(name)
    return `const ${name}$ = {get _() {const _ = ${load}; Object.defineProperty(this, "_", {value: _}); return _}};`
  })
  if (names.length === 0) return code
  const used = new RegExp(`(?<![\\w$"'/]|(?<!\\.\\.)\\.)(${names.join('|')})(?=\\.|[);, ])`, 'g')
  return declared.replace(used, '$1$$._')
}

/** esbuild makes a file of its own of what `import()` names, never of what `require` names. */
const apart = (specifier) => `__apart(import("${specifier}"))`
const esmApart = (specifier) => `__esmApart(import("${specifier}"))`
const bundledApart = pattern(
  'an import that esbuild put in a file of its own',
  /__(esmA|a)part\(import\(("[^"]+")\)(?:\.then\(\(m\) => .*?m\.default.*?\)\))?\)/g,
)

/** The output of esbuild, in CommonJS already or not yet. */
exports.requireApart = (code) => {
  const required = rewrite(code, bundledApart, (_, kind, path) => `require(${path})${kind === 'a' ? '.default' : ''}`)
  if (/__(?:esmA|a)part\(/.test(required)) throw new Error('bin/lazy.js: esbuild writes its import() in another way')
  return required
}
exports.putOffImports = (code) => putOff(code, bundledImport)

/** Saves 5, 12, 19. What our sources use of oclif, without its check of Node's version, which needs another package. */
const oclif = `module.exports = {
  get Args() {return require('@oclif/core/args')},
  get Command() {return require('@oclif/core/command').Command},
  get Config() {return ${apart('@oclif/core/config')}.Config},
  get Errors() {return require('@oclif/core/errors')},
  get Flags() {return require('@oclif/core/flags')},
  get Help() {return ${apart('@oclif/core/help')}.Help},
  get run() {return ${apart('@oclif/core/run')}.run},
}`

/** Saves 1, 1, 7. Most output has no colour. */
const chalk = `module.exports = ${esmApart('chalk')}`

/** A build of the tests lies in node_modules: where the sources are tells, not where they are not. */
const isOurs = (file) => /^(?:src|commands)\//.test(relative(dirname(__dirname), file))

exports.lazyImports = {
  name: 'lazy imports',
  setup(build) {
    const inPlaceOf = (name, contents) => {
      const filter = pattern('an import in our sources', new RegExp(`^${name}$`))
      build.onResolve({filter}, ({path, namespace, importer}) =>
        namespace === 'file' && isOurs(importer) ? {path, namespace: name} : undefined,
      )
      build.onLoad({filter, namespace: name}, () => {
        matched.add(filter)
        return {contents, resolveDir: __dirname}
      })
    }
    const putOffIn = (filter, imports) =>
      build.onLoad({filter}, ({path}) => ({contents: putOff(readFileSync(path, 'utf8'), imports)}))

    inPlaceOf('@oclif/core', oclif)
    inPlaceOf('chalk', chalk)
    putOffIn(/node_modules\/@oclif\/core\/lib\/.*\.js$/, compiledImport)
    putOffIn(/node_modules\/pg\/lib\/.*\.js$/, pgImport)
  },
}
