// An esbuild plugin, and what is done to its output: imports are made where they are first used, and what few runs use
// is in files of its own.
const {readdirSync, readFileSync} = require('node:fs')
const {dirname, join, relative} = require('node:path')

/** An import as TypeScript writes it in CommonJS: a name that only ever occurs as `name.export`. */
const compiledImport = /^(?:const|var) (\w+_\d+) = ((?:__import(?:Default|Star)\()?require\("[^"]+"\)\)?);$/gm
/** As esbuild writes it. */
const bundledImport = /^var (import_\w+) = (.*);$/gm
/** As pg writes those that few connections need. */
const pgImport = /^const (crypto|sasl|dns) = (require\(.*\))$/gm

/** Puts off each import that `pattern` finds to its first use. */
function putOff(code, pattern) {
  const names = []
  const declared = code.replace(pattern, (_, name, load) => {
    names.push(name)
    return `const ${name}$ = {get _() {const _ = ${load}; Object.defineProperty(this, "_", {value: _}); return _}};`
  })
  if (names.length === 0) return code
  const used = new RegExp(`(?<![\\w$"'/]|(?<!\\.\\.)\\.)(${names.join('|')})(?=\\.|[);, ])`, 'g')
  return declared.replace(used, '$1$$._')
}

const starExport = /^exports\.(\w+) = (__importStar\(require\("[^"]+"\)\));$/gm
const allExports = /^__exportStar\(require\("([^"]+)"\), exports\);$/gm

/** Puts off what a module only imports to pass it on. */
function putOffExports(code, path) {
  const known = new Set(['default'])
  const names = (from) =>
    Object.keys(require(join(dirname(path), from))).filter((name) => !known.has(name) && known.add(name))
  return code
    .replace(starExport, (_, name, load) => passOn([name], load, ''))
    .replace(allExports, (_, from) => passOn(names(from), `require("${from}")`, '[name]'))
}

const passOn = (names, load, of) =>
  `for (const name of ${JSON.stringify(names)}) Object.defineProperty(exports, name, {enumerable: true, get: () => ${load}${of}});`

/** esbuild makes a file of its own of what `import()` names, never of what `require` names. */
const apart = (specifier) => `__apart(import("${specifier}"))`
const esmApart = (specifier) => `__esmApart(import("${specifier}"))`
const bundledApart = /__(esmA|a)part\(import\(("[^"]+")\)(?:\.then\(\(m\) => .*?m\.default.*?\)\))?\)/g

/** The output of esbuild, in CommonJS already or not yet. */
exports.requireApart = (code) =>
  code.replace(bundledApart, (_, kind, path) => `require(${path})${kind === 'a' ? '.default' : ''}`)
exports.putOffImports = (code) => putOff(code, bundledImport)

/** What our sources use of oclif, without its check of Node's version, which needs another package. */
const oclif = `module.exports = {
  get Args() {return require('@oclif/core/args')},
  get Command() {return require('@oclif/core/command').Command},
  get Config() {return ${apart('@oclif/core/config')}.Config},
  get Errors() {return require('@oclif/core/errors')},
  get Flags() {return require('@oclif/core/flags')},
  get Help() {return ${apart('@oclif/core/help')}.Help},
  get run() {return ${apart('@oclif/core/run')}.run},
}`

/** Other packages, and what oclif needs to find out what to run. */
const rareInOclif =
  /(?<![\w.])require\("((?:(?!node:|debug")[\w@]|\.[./]*\/(?:config|help|handle|module-loader|action\/\w+|pretty-print)(?="))[^"]*)"\)/g

/** Silent unless it is asked to speak. */
const debug = `module.exports = (name) => process.env.DEBUG ? ${apart('debug')}(name) : () => {}`

const kysely = dirname(require.resolve('kysely'))
/** Of kysely: other databases, other statements than SELECT. */
const rareInKysely = new RegExp(
  `^(?:${[
    'schema/|migration/|dialect/(?:mysql|mssql|sqlite)/|plugin/(?!with-schema|immediate-value|noop)',
    'query-builder/(?:merge|insert|update|delete|on-conflict|aggregate|over|case|json|output|cte|no-result|function)',
    'operation-node/(?:add|aggregate|alter|case|cast|check|collate|column-(?:def|update)|create|data-type|default|deferr)',
    'operation-node/(?:delete|drop|explain|fetch|foreign|function|generated|group|having|insert|json|lock|matched|merge)',
    'operation-node/(?:modify|offset|on-|or-action|output|over|partition|primary|references|refresh|rename|returning)',
    'operation-node/(?:set-op|top|truncate|tuple|unique|update|using|values|when)',
  ].join('|')})`,
)

const source = (path) => putOff(putOffExports(readFileSync(path, 'utf8'), path), compiledImport)

function kyselySource(path) {
  const code = source(path)
  if (rareInKysely.test(relative(kysely, path))) return code
  return code.replace(/require\("(\.[^"]+)"\)/g, (load, from) => {
    const target = relative(kysely, join(dirname(path), from))
    return rareInKysely.test(target) ? `${apart('rare-in-kysely')}["${target}"]` : load
  })
}

function rareKysely() {
  const rare = readdirSync(kysely, {recursive: true}).filter((path) => path.endsWith('.js') && rareInKysely.test(path))
  return `module.exports = {\n${rare
    .sort()
    .map((path) => `get "${path}"() {return require("./${path}")},`)
    .join('\n')}\n}`
}

exports.lazyImports = {
  name: 'lazy imports',
  setup(build) {
    const fromPackage = ({importer}) => importer.includes('node_modules')
    const inPlaceOf = (filter, wanted, contents, resolveDir = __dirname) => {
      const namespace = String(filter)
      build.onResolve({filter}, (asked) =>
        (asked.namespace === 'file' || asked.path === 'rare-in-kysely') && wanted(asked)
          ? {path: asked.path, namespace}
          : undefined,
      )
      build.onLoad({filter: /.*/, namespace}, ({path}) => ({contents: contents(path), resolveDir}))
    }
    const load = (filter, contents) => build.onLoad({filter}, ({path}) => ({contents: contents(path)}))

    inPlaceOf(
      /^@oclif\/core$/,
      (asked) => !fromPackage(asked),
      () => oclif,
    )
    inPlaceOf(/^debug$/, fromPackage, () => debug)
    load(/node_modules\/@oclif\/core\/lib\/.*\.js$/, (path) =>
      source(path).replace(rareInOclif, (_, from) => apart(from)),
    )

    inPlaceOf(
      /^(?:cli-table3|string-width)$/,
      (asked) => !fromPackage(asked),
      (path) => `module.exports = ${apart(path)}`,
    )
    inPlaceOf(
      /^(?:chalk|libphonenumber-js\/min)$/,
      (asked) => !fromPackage(asked),
      (path) => `module.exports = ${esmApart(path)}`,
    )

    build.onResolve({filter: /^kysely$/}, () => ({path: join(kysely, 'index.js')}))
    inPlaceOf(/^rare-in-kysely$/, () => true, rareKysely, kysely)
    load(/node_modules\/kysely\/dist\/cjs\/.*\.js$/, kyselySource)

    load(/node_modules\/pg-(?:protocol|pool)\/.*\.js$/, source)
    load(/node_modules\/pg\/lib\/.*\.js$/, (path) =>
      putOff(readFileSync(path, 'utf8'), pgImport).replace(
        /require\('(\.\/(?:native|crypto\/sasl|crypto\/utils)|pgpass)'\)/g,
        (_, from) => apart(from),
      ),
    )
  },
}
