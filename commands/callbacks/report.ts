import {Flags} from '@oclif/core'
import {reportPage} from '../../src/cli/callbacks/report-page.ts'
import {
  agentColumns,
  dayColumns,
  gapsOf,
  listColumns,
  periodText,
  type ReportRow,
  reportListing,
  reportRows,
  statusColumns,
  ticketsText,
  withTotal,
} from '../../src/cli/callbacks/report-view.ts'
import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {located} from '../../src/cli/list/listing.ts'
import type {Columns} from '../../src/cli/list/table.ts'
import {type SheetTable, sheetTable} from '../../src/cli/list/workbook-list.ts'
import {htmlFlag} from '../../src/cli/page/html-flag.ts'
import type {Context} from '../../src/context.ts'
import {localTime} from '../../src/formats/times.ts'
import {type CallbackReport, callbackReport} from '../../src/services/callbacks/report.ts'
import {queueNames} from '../../src/services/queues.ts'

interface Answer {
  report: CallbackReport
  rows: ReportRow[]
}

type Located = {context?: string; answer: Answer}

export default class CallbacksReport extends ReadCommand {
  static override summary = 'report what arrived, what was closed, and which promises were kept in a period'
  static override description =
    `A promise is kept when its request is closed by its first due date. A promise counts in the period that contains this date; postponed promises are also counted separately. The first due date comes from the history, which keeps it for undoDays, or from tickets; if neither has it, the current due date is used. Ongoing and overdue requests, and the day on which the oldest arrived, are as of today, whatever the period.
The median counts the days from arrival to closing. Deleted requests are not counted; the report says so if requests were erased or purged since the period began.
Days are those of the database server. Without a period, the report covers the 30 days up to today.
--by-agent counts the attempts of each agent, which measures their work: inform the staff and the works council before you use it.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --week --queue sales --context demo',
    '<%= config.bin %> <%= command.id %> --from 2026-11-01 --to yesterday --json --context demo',
    '<%= config.bin %> <%= command.id %> --week --html report.html --context demo',
    '<%= config.bin %> <%= command.id %> --month --list "Relances ventes" --csv --context demo',
  ]
  static override flags = {
    list: Flags.string({description: 'only this callback list, by name or uuid', helpValue: 'LIST'}),
    queue: Flags.string({description: 'only the lists of this queue, by name or id', helpValue: 'QUEUE'}),
    from: Flags.string({
      description: 'first day of the period: 2026-11-01, -7d [30 days before the last day]',
      helpValue: 'DAY',
      exclusive: ['week', 'month'],
    }),
    to: Flags.string({
      description: 'last day of the period: 2026-11-30, yesterday [today]',
      helpValue: 'DAY',
      exclusive: ['week', 'month'],
    }),
    week: Flags.boolean({description: 'the last whole week, Monday to Sunday', exclusive: ['month']}),
    month: Flags.boolean({description: 'the last whole month'}),
    'by-day': Flags.boolean({description: 'also count what arrived and was closed on each day'}),
    'by-agent': Flags.boolean({
      description: 'also count the attempts of each agent; inform the staff and the works council first',
    }),
    html: htmlFlag,
    ...listFlags,
  }

  async run(): Promise<Documents<CallbackReport>> {
    const {flags} = await this.parse(CallbacksReport)
    const {list, queue, from, to, week, month, 'by-agent': byAgent, html, xlsx} = flags
    const byDay = flags['by-day'] || html !== undefined || xlsx !== undefined
    const read = async (context: Context): Promise<Answer> => {
      const report = await callbackReport(context, {list, queue, from, to, week, month, byDay, byAgent})
      return {report, rows: reportRows(report, await queueNames(context))}
    }
    if (html !== undefined) {
      const page = (all: Located[]) =>
        reportPage(
          all.map(({context, answer}) => ({...answer, ...(context !== undefined && {context})})),
          {at: localTime(new Date()), list, queue},
        )
      return this.writePage(flags, html, read, page, ({report}) => report)
    }
    return this.listWithin(flags, read, {
      ...reportListing,
      rows: ({rows}) => rows,
      document: (_, {report}): CallbackReport => report,
      picture: (answer) => this.draw(answer),
      sheets: sheetsOf,
      told: (answers) => {
        if (!this.jsonEnabled()) this.note(...new Set(answers.flatMap(({report}) => gapsOf(report))))
      },
    })
  }

  private draw({report, rows}: Answer): void {
    this.log(periodText(report))
    if (rows.length === 0) this.note('no callback list found')
    else this.show(withTotal(report, rows), listColumns)
    const {days = [], statuses, agents = []} = report
    if (days.length > 0) {
      this.log()
      this.show(days, dayColumns)
    }
    if (statuses.length > 0) {
      this.log()
      this.show(statuses, statusColumns)
      this.log(ticketsText(report))
    }
    if (agents.length === 0) return
    this.log()
    this.show(agents, agentColumns)
  }
}

/** What is of no list, each as a sheet of the workbook. */
function sheetsOf(all: readonly Located[]): SheetTable[] {
  const several = all.some(({context}) => context !== undefined)
  const sheet = <T>(name: string, rows: (report: CallbackReport) => readonly T[], columns: Columns<T>) =>
    sheetTable(
      name,
      all.flatMap(({context, answer}) => rows(answer.report).map((row) => ({context, row}))),
      located(columns, several),
    )
  const {list: _, queue: __, uuid: ___, ...numbers} = reportListing.columns
  return [
    sheet('all lists', (report) => [{...report, name: 'all lists'}], numbers),
    sheet('days', ({days = []}) => days, dayColumns),
    sheet('statuses', ({statuses}) => statuses, statusColumns),
    ...(all.some(({answer}) => answer.report.agents) ? [sheet('agents', ({agents = []}) => agents, agentColumns)] : []),
  ]
}
