// The fixed queries of the sources as kysely compiles them: see src/database/fixed.ts.
const {readdirSync, readFileSync} = require('node:fs')
const Module = require('node:module')
const {join} = require('node:path')
const {build} = require('esbuild')

const root = join(__dirname, '..')

exports.storedStatements = async () => {
  const {outputFiles} = await build({
    stdin: {contents: entry(), resolveDir: root},
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    external: ['pg-native'],
  })
  const filename = join(root, 'statements.js')
  const module = new Module(filename)
  module.paths = Module._nodeModulePaths(root)
  module._compile(outputFiles[0].text, filename)
  return module.exports.storedStatements()
}

/** Imports the modules with fixed queries. */
function entry() {
  const files = readdirSync(join(root, 'src/database'), {recursive: true}).filter((name) => name.endsWith('.ts'))
  const fixed = files.filter((name) => / = fixed\(/.test(readFileSync(join(root, 'src/database', name), 'utf8')))
  const imports = fixed.sort().map((name) => `import './src/database/${name}'`)
  return [...imports, "export {storedStatements} from './src/database/stored.ts'"].join('\n')
}
