// An esbuild plugin, and changes to the output of esbuild: imports are loaded at their first use, and code that few runs need is in
// separate files. The comment of each trick gives the CPU time in ms that it saves for `--version`, `--help` and `profiles list`:
// medians of 40 runs with it and 40 without, alternating, on a machine where the three commands take 48, 101 and 108 ms.
// Tried without gain: separate files for kysely's rare statements (which cost 5 ms), for tables, and for rare modules of pg and oclif.
const {existsSync, readdirSync, readFileSync} = require('node:fs')
const {dirname, join, relative} = require('node:path')
const {devDependencies} = require('../package.json')

/** The name of each pattern, for the error when it matches nothing. */
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

/** Fails the build when a pattern matched nothing, because the code it was written for has changed. */
exports.refuseUnmatched = () => {
  const idle = [...patterns].filter(([regex]) => !matched.has(regex)).map(([regex, name]) => `${name} (${regex})`)
  if (idle.length > 0) throw new Error(`bin/lazy.js: nothing matched the pattern for ${idle.join(', nor for ')}`)
}

/** The packages whose sources are rewritten here, for exactly the versions in package.json. */
const rewritten = ['@fastify/swagger-ui', '@oclif/core', 'pg']

/** Fails the build with another version of one of them. */
exports.refuseOtherVersions = () => {
  for (const name of rewritten) {
    const folder = require.resolve
      .paths(name)
      .map((each) => join(each, name))
      .find(existsSync)
    const {version} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const pinned = devDependencies[name]
    if (version === pinned) continue
    throw new Error(
      `bin/lazy.js was written for ${name} ${pinned}, and ${version} is installed: read its rules again, then pin that version in package.json`,
    )
  }
}

/** Saves 2, 12, 20. An import that TypeScript compiled to CommonJS: the name is only used as `name.export`. */
const compiledImport = pattern(
  'an import that TypeScript compiled',
  /^(?:const|var) (\w+_\d+) = ((?:__import(?:Default|Star)\()?require\("[^"]+"\)\)?);$/gm,
)
/** Saves 18, 9, 11. An import that esbuild wrote. */
const bundledImport = pattern('an import that esbuild bundled', /^var (import_\w+) = (.*);$/gm)
/** Saves 1, 0, 15. The modules of pg that few connections need. */
const pgImport = pattern('an import of pg', /^const (crypto|sasl|dns) = (require\(.*\))$/gm)

/**
 * The modules of oclif that few runs need, where a module that most runs need imports them: help, the search for commands, spinners.
 * `profiles list` reads 320 kB less source and 210 kB less compiled code.
 */
const rareOfOclif = pattern(
  'an import of a rare module of oclif',
  /require\("(\.\/config|\.\/help|\.\.\/help\/index|\.\/handle|\.\/errors\/pretty-print|\.\/action\/spinner|\.\.\/ux\/list|ejs)"\)/g,
)

/** Saves 3 ms of each command: the package that writes oclif's debugging, where nobody asks for it. */
const debugOfOclif = pattern('the debugging of oclif', /const debug = (\(0, debug_1\S*\.default\)\(namespace\));/g)

/** The files of the API page, which the build copies to `dist/swagger-ui`; `__dirname` is `dist/chunks` then. */
const pageFiles = pattern('the folder of the API page', /path\.join\(__dirname, '\.\.', 'static'\)/g)
const pageLogo = pattern('the logo of the API page', /path\.join\(__dirname, '\.\/static\/(logo\.svg)'\)/g)

/** Delays each import that `imports` matches until its first use. */
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

/** esbuild makes a separate file for `import()`, never for `require`. */
const apart = (specifier) => `__apart(import("${specifier}"))`
const esmApart = (specifier) => `__esmApart(import("${specifier}"))`
const bundledApart = pattern(
  'an import that esbuild put in a file of its own',
  /__(esmA|a)part\(import\(("[^"]+")\)(?:\.then\(\(m\) => .*?m\.default.*?\)\))?\)/g,
)

/** For the output of esbuild, before or after its conversion to CommonJS. */
exports.requireApart = (code) => {
  const required = rewrite(code, bundledApart, (_, kind, path) => `require(${path})${kind === 'a' ? '.default' : ''}`)
  if (/__(?:esmA|a)part\(/.test(required)) throw new Error('bin/lazy.js: esbuild writes its import() in another way')
  return required
}
exports.putOffImports = (code) => putOff(code, bundledImport)

/** Saves 5, 12, 19. The part of oclif that our sources use, without its check of Node's version, which loads another package. */
const oclif = `module.exports = {
  get Args() {return require('@oclif/core/args')},
  get Command() {return require('@oclif/core/command').Command},
  get Config() {return ${apart('@oclif/core/config')}.Config},
  get Errors() {return require('@oclif/core/errors')},
  get Flags() {return require('@oclif/core/flags')},
  get CommandHelp() {return ${apart('@oclif/core/help')}.CommandHelp},
  get Help() {return ${apart('@oclif/core/help')}.Help},
  get run() {return ${apart('@oclif/core/run')}.run},
}`

/** Saves 1, 1, 7. Most output has no colour. */
const chalk = `module.exports = ${esmApart('chalk')}`

/** Saves 5 ms of the commands whose SQL the build stores: see src/database/fixed.ts. */
const kyselyParts = ['kysely', 'kysely/helpers/postgres']

/** What our sources import of it, without the dialects of other databases. */
function usedOfKysely() {
  const sources = join(__dirname, '..', 'src')
  const files = readdirSync(sources, {recursive: true}).filter((name) => name.endsWith('.ts'))
  const code = files.map((name) => readFileSync(join(sources, name), 'utf8')).join('\n')
  return kyselyParts
    .map((part) => {
      const imports = [...code.matchAll(new RegExp(`^import \\{([^}]*)\\} from '${part}'`, 'gm'))]
      const names = imports.flatMap(([, list]) => list.split(/, */)).filter((name) => name && !name.startsWith('type '))
      return `export {${[...new Set(names)].join(', ')}} from '${part}'`
    })
    .join('\n')
}

/** Packages that few runs of a command need which may need them: 6 ms of `rights set`, which may read YAML, and 4 ms of an import. */
const rare = {
  yaml: apart('yaml'),
  'libphonenumber-js/min': esmApart('libphonenumber-js/min'),
  'csv-parse': esmApart('csv-parse'),
}

/** Tested by the path inside the project, because the builds of the tests are inside node_modules. */
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
    const changeIn = (filter, change) =>
      build.onLoad({filter}, ({path}) => ({contents: change(readFileSync(path, 'utf8'))}))

    inPlaceOf('@oclif/core', oclif)
    inPlaceOf('chalk', chalk)
    for (const name of kyselyParts) inPlaceOf(name, `module.exports = ${esmApart('kysely-used')}`)
    build.onResolve({filter: /^kysely-used$/}, ({path}) => ({path, namespace: path}))
    build.onLoad({filter: /./, namespace: 'kysely-used'}, () => ({contents: usedOfKysely(), resolveDir: __dirname}))
    for (const [name, load] of Object.entries(rare)) inPlaceOf(name, `module.exports = ${load}`)
    changeIn(/node_modules\/@oclif\/core\/lib\/.*\.js$/, (code) => {
      const split = rewrite(putOff(code, compiledImport), rareOfOclif, (_, specifier) => apart(specifier))
      return rewrite(split, debugOfOclif, (_, load) => `const debug = process.env.DEBUG ? ${load} : () => {};`)
    })
    changeIn(/node_modules\/@fastify\/swagger-ui\/lib\/routes\.js$/, (code) =>
      rewrite(code, pageFiles, () => "path.join(__dirname, '../swagger-ui')"),
    )
    changeIn(/node_modules\/@fastify\/swagger-ui\/index\.js$/, (code) =>
      rewrite(code, pageLogo, (_, file) => `path.join(__dirname, '../swagger-ui/${file}')`),
    )
    const loginCrypto = pattern('the cryptography of pg', /node_modules\/pg\/lib\/crypto\/utils\.js$/)
    build.onLoad({filter: loginCrypto}, () => {
      matched.add(loginCrypto)
      return {contents: readFileSync(join(__dirname, 'login-crypto.js'), 'utf8')}
    })
    changeIn(/node_modules\/pg\/lib\/.*\.js$/, (code) => putOff(code, pgImport))
  },
}
