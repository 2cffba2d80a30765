import {writeFile} from 'node:fs/promises'
import {parseArgs} from 'node:util'
import type {Bench} from './bench.ts'
import {callbacksReportBench} from './callbacks-report.ts'
import {hold} from './contest.ts'
import {exportBench} from './export.ts'
import {judge} from './figures.ts'
import {importBench} from './import.ts'
import {listsCommandBench} from './lists-command.ts'
import {describeMachine} from './machine.ts'
import {networkBench} from './network.ts'
import {readsBench} from './reads.ts'
import {renderSection} from './report.ts'
import {serveBench} from './serve.ts'
import {type BenchServer, startBenchServer} from './server.ts'
import {sheetsBench} from './sheets.ts'
import {siteBench} from './site.ts'
import {soundsBench} from './sounds.ts'
import {startupBench} from './startup.ts'

const benches: Record<string, Bench> = {
  import: importBench,
  export: exportBench,
  lists: listsCommandBench,
  reads: readsBench,
  report: callbacksReportBench,
  sheets: sheetsBench,
  sounds: soundsBench,
  serve: serveBench,
  startup: startupBench,
  network: networkBench,
  site: siteBench,
}

const ROUNDS = 5

const usage = `npm run bench -- [${Object.keys(benches).join('|')}]… [options]
  --rounds N       how often each program runs [5; startup and network 11]
  --rows N,N       sizes in place of the usual ones
  --patience S     seconds to wait before each run until the machine is idle [10]
  --against FILE   the bin/run.js of another build, to take part as well; may be repeated
  --node FILE      the program of another Node, for startup
  --only           floor and subject, nobody else
  --output FILE    write the report there too`

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    rounds: {type: 'string'},
    node: {type: 'string'},
    rows: {type: 'string'},
    patience: {type: 'string', default: '10'},
    against: {type: 'string', multiple: true, default: []},
    only: {type: 'boolean', default: false},
    output: {type: 'string'},
    help: {type: 'boolean', default: false},
  },
})
const names = positionals.length > 0 ? positionals : Object.keys(benches)
if (values.help || names.some((name) => !(name in benches))) {
  process.stderr.write(`${usage}\n`)
  process.exit(values.help ? 0 : 2)
}

let report = ''
const add = (text: string) => {
  report += text
  process.stdout.write(text)
}

const heading = (version: string) => `# Benchmarks

${new Date().toISOString().slice(0, 10)}, ${describeMachine()}, PostgreSQL ${version} with fsync. Written by \`npm run bench\`.
Times are medians with their range. In each table, the "floor" is a reference program; ratios compare with its run in the same round. Every run had the same exit status, rows and digest as the floor.
`

for (const name of names) {
  // Each has a server of its own: some empty the tables that others fill.
  const server = await startBenchServer()
  try {
    if (report === '') add(heading(server.cluster.version))
    await measure(name, server)
  } finally {
    await server.stop()
  }
}
if (values.output !== undefined) await writeFile(values.output, report)

async function measure(name: string, server: BenchServer): Promise<void> {
  const options = {
    rows: values.rows?.split(',').map(Number),
    only: values.only,
    against: values.against,
    node: values.node,
  }
  for await (const {contest, text, goals, rounds = ROUNDS} of benches[name]?.(server, options) ?? []) {
    const standings = await hold(contest, {
      rounds: Number(values.rounds ?? rounds),
      patienceMs: Number(values.patience) * 1000,
      postmaster: server.cluster.pid,
      log: (line) => process.stderr.write(`${line}\n`),
    })
    const asked = goals(standings)
    if (asked.some((goal) => judge(goal) === 'missed')) process.exitCode = 1
    add(`\n${renderSection({title: contest.title, text, standings, goals: asked})}\n`)
  }
}
