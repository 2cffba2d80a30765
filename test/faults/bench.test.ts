import {execFile} from 'node:child_process'
import {readFile, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {expect, test} from 'vitest'
import {guardedFolder} from '../support/guard.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const PATIENCE_MS = 900_000

/** Those whose size can be chosen. */
const benches = ['import', 'export', 'lists', 'reads', 'report', 'sheets', 'sounds', 'startup', 'network', 'site']

test(
  'the benchmarks run to their end, and in each the program leaves the same as the floor',
  async () => {
    const folder = guardedFolder('xivoctl-bench-test-')
    try {
      const report = join(folder, 'benchmarks.md')
      const flags = ['--rounds', '1', '--rows', '1000', '--patience', '0', '--output', report]
      // A missed goal is exit code 1, like a difference; only without a difference is there a report.
      const {stderr = ''} = await run('npm', ['run', '--silent', 'bench', '--', ...benches, ...flags], {
        cwd: root,
        maxBuffer: 2 ** 26,
      }).catch((error: {stderr?: string}) => error)
      const text = await readFile(report, 'utf8').catch(() => stderr)
      expect(text.match(/^##+ .*$/gm)).toHaveLength(32)
      expect(text).toContain('\n## site, ')
    } finally {
      await rm(folder, {recursive: true, force: true})
    }
  },
  PATIENCE_MS,
)
