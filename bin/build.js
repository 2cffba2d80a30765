#!/usr/bin/env node
// Loading hundreds of small files takes most of the time of a start. So each command becomes one file, and shares few others.
const {createHash} = require('node:crypto')
const {cpSync, mkdirSync, rmSync, writeFileSync} = require('node:fs')
const {dirname, join, relative} = require('node:path')
const {build, transform} = require('esbuild')
const {bundledFolders} = require('./bundled.js')
const {lazyImports, putOffImports, refuseOtherVersions, refuseUnmatched, requireApart} = require('./lazy.js')
const {storedStatements} = require('./statements.js')

const target = 'node20'

/** Puts the fixed queries in place of the sources' empty map. */
const withStatements = (statements) => ({
  name: 'statements',
  setup({onLoad}) {
    onLoad({filter: /\/src\/database\/statements\.ts$/}, () => ({
      contents: `export const statements = ${JSON.stringify(statements)}`,
    }))
  },
})

/** Bundles with code splitting, which esbuild does for ES modules only. */
const bundled = (statements) =>
  build({
    entryPoints: [
      'src/cli/run/start.ts',
      'src/cli/run/ahead.ts',
      'src/cli/complete/complete.ts',
      'src/cli/run/command-not-found.ts',
      'src/cli/run/help.ts',
      'src/cli/run/help-page.ts',
      'src/cli/run/plain-config.ts',
      'src/sheets/workbook-thread.ts',
      'commands/**/*.ts',
      ...process.argv.slice(2),
    ],
    outdir: 'dist',
    outbase: '.',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target,
    // Never used.
    external: ['pg-native', 'typescript'],
    plugins: [lazyImports, withStatements(statements)],
    metafile: true,
    logLevel: 'warning',
  })

/** CommonJS starts faster than ES modules, and can load a file when it is first used. */
async function commonJs(text) {
  const {code} = await transform(requireApart(text), {
    format: 'cjs',
    platform: 'node',
    target,
    supported: {'dynamic-import': false},
    define: {'import.meta.url': '__filename'},
  })
  const small = await transform(putOffImports(code), {target, minifyWhitespace: true, legalComments: 'none'})
  return small.code
}

/** Of all files, for the code that V8 compiles for them. */
function buildId(written) {
  const hash = createHash('sha256')
  for (const {path, code} of written) hash.update(`${relative('.', path)}\0${code.length}\0${code}`)
  return hash.digest('hex').slice(0, 16)
}

async function main() {
  refuseOtherVersions()
  const {outputFiles, metafile} = await bundled(await storedStatements())
  const written = []
  for (const {path, text} of outputFiles) written.push({path, code: await commonJs(text)})
  refuseUnmatched()
  rmSync('dist', {recursive: true, force: true})
  for (const {path, code} of written) {
    mkdirSync(dirname(path), {recursive: true})
    writeFileSync(path, code)
  }
  cpSync(join(dirname(require.resolve('@fastify/swagger-ui')), 'static'), 'dist/swagger-ui', {
    recursive: true,
    filter: (path) => !path.endsWith('/swagger-ui.js'),
  })
  writeFileSync(join('dist', 'bundled.json'), `${JSON.stringify(bundledFolders(metafile), null, 2)}\n`)
  const imports = {'#workbook-thread': './src/sheets/workbook-thread.js'}
  writeFileSync(join('dist', 'build-id'), `${buildId(written)}\n`)
  writeFileSync(join('dist', 'package.json'), `${JSON.stringify({type: 'commonjs', imports})}\n`)
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
