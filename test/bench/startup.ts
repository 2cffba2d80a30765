import {execFile} from 'node:child_process'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {build} from 'esbuild'
import type {Bench} from './bench.ts'
import type {Contestant, Standing} from './contest.ts'
import {type Goal, spread} from './figures.ts'
import {tablesIn} from './import.ts'
import {takeProgram} from './program.ts'
import {findPsql} from './psql.ts'
import {writeSampleCsv} from './sample-csv.ts'
import {list} from './server.ts'

const run = promisify(execFile)
const ROUNDS = 11
const profiles = 'profiles list'
const setRights = 'rights set jbond --profile admin'
const importTen = 'import of ten'
const tab = 'Tab, names that are not cached'
const fromNpm = `${profiles}, after npm install`
const bare = 'a bare pg script'

/** How long whole processes take that do next to nothing; on another Node than this one, the program as it is packaged for that one. */
export const startupBench: Bench = async function* (server, {against, only, node}) {
  const psql = findPsql()
  if (psql === undefined) throw new Error('there is no psql: set PSQL, or install a PostgreSQL client')
  const {script} = server.program
  const onNode = node ?? process.execPath
  if (node !== undefined) await run(node, ['--random-seed=1', join(dirname(script), 'warm-up.js')])
  const env = {XIVOCTL_DATABASE_URL: server.url}
  const contestant = (name: string, command: string, argv: string[], more: Partial<Contestant> = {}): Contestant => ({
    name,
    program: {command, argv, env},
    outcome: async () => 'nothing',
    ...more,
  })
  const xivoctl = (name: string, argv: string[], more: Partial<Contestant> = {}) =>
    contestant(name, onNode, [script, ...argv], more)
  const file = join(server.directory, 'ten.csv')
  await writeSampleCsv(file, 10)
  const npm = await takeProgram({asOfNpm: true})
  const home = dirname(dirname(npm.script))
  const complete = ['complete', 'bash', 'xivoctl rights get j', 'j']
  const uncached = {...env, XDG_CACHE_HOME: '/dev/null'}
  const {prepare} = tablesIn(server, 'xivoctl')
  const others = [contestant(bare, onNode, [await bundleBare(server.directory), server.url, query])]
  if (!only) others.push(contestant('psql -c', psql, ['-X', '-At', '-d', server.url, '-c', query]))
  const {stdout: version} = await run(onNode, ['-p', 'process.versions.node'])
  try {
    yield {
      text: `Whole processes on Node ${version.trim()}, with output to /dev/null. The floor is \`node -e 0\`. The bare pg script, one bundled file, connects, selects and prints. 'After npm install' means that compiled code is read from the user's cache folder.`,
      rounds: ROUNDS,
      goals: (standings) => goals(standings, node === undefined),
      contest: {
        title: `start, Node ${version.trim()}`,
        floor: contestant('node -e 0', onNode, ['-e', '0']),
        others: [
          ...[profiles, '--help', '--version'].map((line) => xivoctl(line, line.split(' '))),
          xivoctl(setRights, setRights.split(' '), {
            prepare: async () => void (await server.query('delete from xivoctl.user_profile')),
          }),
          xivoctl(importTen, ['callbacks', 'import', list, file], prepare && {prepare}),
          xivoctl(tab, [], {program: {command: onNode, argv: [script, ...complete], env: uncached}}),
          contestant(fromNpm, onNode, [], {
            program: {command: onNode, argv: [npm.script, 'profiles', 'list'], env: {...env, HOME: home}},
          }),
          ...others,
          ...against.flatMap((program) =>
            [profiles, '--help'].map((line) =>
              contestant(`${line} of ${program}`, onNode, [program, ...line.split(' ')]),
            ),
          ),
        ],
      },
    }
  } finally {
    await npm.remove()
  }
}

const query = "select id, firstname, lastname, loginclient from public.userfeatures where loginclient <> '' order by id"

async function bundleBare(directory: string): Promise<string> {
  const outfile = join(directory, 'bare-pg.cjs')
  const entry = fileURLToPath(new URL('bare-pg.js', import.meta.url))
  await build({entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', external: ['pg-native']})
  return outfile
}

function goals(standings: Standing[], isThisNode: boolean): Goal[] {
  const cellsOf = (name: string) => standings.find((each) => each.name === name)?.cells ?? []
  const ratio = (name: string, floor: string) => {
    const cells = cellsOf(floor)
    return spread(cellsOf(name).map(({milliseconds}, i) => milliseconds / (cells[i]?.milliseconds ?? Number.NaN)))
      .median
  }
  const byNode = (name: string, goal: number, least = goal) => ({
    what: `${name} / \`node -e 0\``,
    value: ratio(name, 'node -e 0'),
    goal,
    least,
  })
  return [
    isThisNode ? byNode(profiles, 2.2) : byNode(profiles, 1.75, 2.1),
    {
      what: `${profiles} / ${bare}`,
      value: ratio(profiles, bare),
      ...(isThisNode ? {goal: 0.88} : {goal: 0.95, least: 1.1}),
    },
    byNode('--help', 1.25),
    byNode(setRights, 2.7, 2.9),
    byNode(importTen, 3.3, 3.5),
    byNode(tab, 2),
    {what: `${profiles}, after npm install / as packaged`, value: ratio(fromNpm, profiles), goal: 1.05},
  ]
}
