import {execFile} from 'node:child_process'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {build} from 'esbuild'
import type {Bench} from './bench.ts'
import type {Contestant, Standing} from './contest.ts'
import {type Goal, spread} from './figures.ts'
import {findPsql} from './psql.ts'

const run = promisify(execFile)
const ROUNDS = 11
const list = 'profiles list'
const bare = 'a bare pg script'

/** How long whole processes take that do next to nothing; on another Node than this one, the program as it is packaged for that one. */
export const startupBench: Bench = async function* (server, {against, only, node}) {
  const psql = findPsql()
  if (psql === undefined) throw new Error('there is no psql: set PSQL, or install a PostgreSQL client')
  const {script} = server.program
  const onNode = node ?? process.execPath
  if (node !== undefined) await run(node, ['--random-seed=1', join(dirname(script), 'warm-up.js')])
  const env = {XIVOCTL_DATABASE_URL: server.url}
  const contestant = (name: string, command: string, argv: string[]): Contestant => ({
    name,
    program: {command, argv, env},
    outcome: async () => 'nothing',
  })
  const xivoctl = (line: string, program = script) =>
    contestant(program === script ? `xivoctl ${line}` : `${program} ${line}`, onNode, [program, ...line.split(' ')])
  const others = [contestant(bare, onNode, [await bundleBare(server.directory), server.url, query])]
  if (!only) others.push(contestant('psql -c', psql, ['-X', '-At', '-d', server.url, '-c', query]))
  const {stdout: version} = await run(onNode, ['-p', 'process.versions.node'])
  yield {
    text: `Whole processes on Node ${version.trim()}, with output to /dev/null. The floor is \`node -e 0\`; the bare pg script, one bundled file, connects, selects and prints.`,
    rounds: ROUNDS,
    goals: (standings) => (node === undefined ? goalsByNode(standings) : goalsByBare(standings)),
    contest: {
      title: `start, Node ${version.trim()}`,
      floor: contestant('node -e 0', onNode, ['-e', '0']),
      others: [
        ...[list, '--help', '--version'].map((line) => xivoctl(line)),
        ...others,
        ...against.flatMap((program) => [xivoctl(list, program), xivoctl('--help', program)]),
      ],
    },
  }
}

const query = "select id, firstname, lastname, loginclient from public.userfeatures where loginclient <> '' order by id"

async function bundleBare(directory: string): Promise<string> {
  const outfile = join(directory, 'bare-pg.cjs')
  const entry = fileURLToPath(new URL('bare-pg.js', import.meta.url))
  await build({entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', external: ['pg-native']})
  return outfile
}

const named = (standings: readonly Standing[], name: string) => standings.find((each) => each.name === name)

function goalsByNode(standings: Standing[]): Goal[] {
  const ratio = (line: string) => named(standings, `xivoctl ${line}`)?.ratio.median ?? Number.NaN
  return [
    {what: `${list} / \`node -e 0\``, value: ratio(list), goal: 1.75},
    {what: '--help / `node -e 0`', value: ratio('--help'), goal: 2},
  ]
}

function goalsByBare(standings: Standing[]): Goal[] {
  const floor = named(standings, bare)?.cells ?? []
  const cells = named(standings, `xivoctl ${list}`)?.cells ?? []
  const ratios = cells.map(({milliseconds}, round) => milliseconds / (floor[round]?.milliseconds ?? Number.NaN))
  return [{what: `${list}, by ${bare}`, value: spread(ratios).median, goal: 1.4}]
}
