import {execFile} from 'node:child_process'
import {join} from 'node:path'
import {promisify} from 'node:util'
import type {Bench} from './bench.ts'
import type {Contestant} from './contest.ts'
import type {Goal} from './figures.ts'
import {tablesIn} from './import.ts'
import {writeSampleCsv} from './sample-csv.ts'
import {list} from './server.ts'

const run = promisify(execFile)
const goals = {xlsx: 0.7, ods: 0.4}

/** `callbacks import` of a workbook, against what people do without it: LibreOffice makes a CSV of it, which is imported. */
export const sheetsBench: Bench = async function* (server, {rows = [100_000]}) {
  const {url, directory, program} = server
  const env = {PATH: process.env.PATH ?? '', HOME: directory, XIVOCTL_DATABASE_URL: url}
  const xivoctl = (...argv: string[]) => run(process.execPath, [program.script, 'callbacks', ...argv], {env})
  const tables = tablesIn(server, 'xivoctl')
  for (const size of rows) {
    const base = join(directory, String(size))
    await writeSampleCsv(`${base}.csv`, size)
    await tables.prepare?.()
    await xivoctl('import', list, `${base}.csv`)
    await xivoctl('export', list, '--xlsx', `${base}.xlsx`)
    await run('soffice', ['--headless', '--convert-to', 'ods', '--outdir', directory, `${base}.xlsx`], {env})
    for (const [format, goal] of Object.entries(goals)) {
      const file = `${base}.${format}`
      const importing = (path: string, dates: string) => [
        ...[program.script, 'callbacks', 'import', list, path],
        ...['--dates', dates],
      ]
      const contestant = (name: string, command: string, argv: string[]): Contestant => ({
        name,
        program: {command, argv, env},
        ...tables,
      })
      const convert = `soffice --headless --convert-to csv --outdir ${directory}/converted ${file}`
      const afterwards = [process.execPath, ...importing(`${directory}/converted/${size}.csv`, 'MM/DD/YYYY')].join(' ')
      yield {
        contest: {
          title: `import, .${format} of ${size.toLocaleString('en')} rows`,
          floor: contestant('soffice and a CSV', 'sh', ['-ec', `${convert}; ${afterwards}`]),
          others: [contestant('xivoctl', process.execPath, importing(file, 'YYYY-MM-DD'))],
        },
        text: 'Whole processes, including COMMIT, into an empty table. The floor converts with LibreOffice and imports the CSV.',
        goals: ([, subject]): Goal[] =>
          subject
            ? [
                {what: 'time / floor', value: subject.ratio.median, goal},
                {what: 'peak memory, MB', value: subject.peakMegabytes, goal: 200},
              ]
            : [],
      }
    }
  }
}
