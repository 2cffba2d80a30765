import {randomUUID} from 'node:crypto'
import type {Context} from '../../context.ts'
import {insertDoNotCall} from '../../database/callbacks/do-not-call.ts'
import {lock} from '../../database/connection/locks.ts'
import {atItsOwnPace} from '../../database/connection/transact.ts'
import {keepAdded} from '../../database/kept-rows.ts'
import {allQueues} from '../../database/queues.ts'
import {AppError, type Problem} from '../../errors.ts'
import type {FileSettings, ListForm} from '../../formats/call-list-form.ts'
import type {CsvLine} from '../../formats/callbacks-csv.ts'
import type {Changed, Recorded} from '../../formats/changes.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {phoneKey} from '../../formats/phone-identity.ts'
import {change, nextPlace} from '../journal.ts'
import {readCallList} from './call-list.ts'
import {commonOf, entriesOf, type Objection} from './do-not-call.ts'
import type {ImportSource, RejectsWriter} from './import.ts'
import {DO_NOT_CALL_LIST, isWorthKeeping, keepFailure} from './imports.ts'
import {addBad, addBreak, addReading, addRemarks, badLines, noLines} from './lines-tally.ts'

export interface DoNotCallImportOptions extends Objection {
  said?: FileSettings
  /** Imports the good lines and leaves out the bad ones. */
  partial?: boolean
  rejects?: RejectsWriter
  onProgress?: (progress: {lines: number; bytes: number}) => void
}

export interface DoNotCallReport {
  run: string
  /** Numbers that were added. */
  added: number
  /** Numbers that were already on the list, for the same queue or for all, or on an earlier line of the file. */
  known: number
  /** Bad lines that a partial import left out. */
  rejected: number
  /** Why, line by line. */
  errors?: Problem[]
  /** Numbers that a spreadsheet had damaged. */
  repaired?: number
  /** Which, line by line. */
  repairs?: Problem[]
  warnings?: Problem[]
  form?: ListForm
}

/** Puts both numbers of each line of a call list on the do-not-call list: of all lines, or with `partial` of the good ones. */
export async function importDoNotCall(
  context: Context,
  source: ImportSource,
  {said = {}, partial = false, rejects, onProgress = () => {}, ...objection}: DoNotCallImportOptions = {},
): Promise<Changed<DoNotCallReport>> {
  const {settings, schema, run} = context
  let refusal: AppError | undefined
  try {
    return await change(atItsOwnPace(context), async (trx, record) => {
      const common = await commonOf(trx, objection, context.actor)
      const intake = new Intake(settings.phoneCountry)
      await intake.read(source, {...said, onlyNumbers: true}, {partial, rejects, onProgress})
      if (intake.tally.bad > 0 && !partial) {
        refusal = intake.refusal()
        throw refusal
      }
      // Reading may take long, and those who write meanwhile do not wait for it.
      await lock(trx, {on: 'do-not-call'})
      const {added: rows} = await entriesOf(trx, intake.numbers(), common, settings.phoneCountry)
      const report = {run: run.uuid, ...intake.report(rows.length)}
      const place = nextPlace(context)
      const queues = await allQueues(trx)
      const queue = queues.find(({id}) => id === common.queue_id)
      const after = {
        ...(source.name !== undefined && {file: source.name}),
        queue: common.queue_id === null ? 'all' : {id: common.queue_id, name: queue?.name ?? `id:${common.queue_id}`},
        added: report.added,
      }
      const made: Recorded = {kind: 'doNotCall', id: run.uuid, name: run.uuid, after, place}
      await record(report.added === 0 ? [] : made, async () => {
        await insertDoNotCall(trx, rows)
        await keepAdded(
          trx,
          {schema, table: 'do_not_call', run: run.uuid, place},
          rows.map(({uuid}) => uuid),
        )
      })
      await (report.rejected > 0 ? rejects?.keep() : rejects?.discard())
      return report
    })
  } catch (error) {
    await (error === refusal ? rejects?.keep() : rejects?.discard())
    if (error instanceof AppError && isWorthKeeping(context, error))
      await keepFailure(context, randomUUID(), {list: DO_NOT_CALL_LIST, file: source.name, error})
    throw error
  }
}

const NO_NUMBERS = 'the file has only a header, and no numbers'

/** Collects the numbers and problems of a file. */
class Intake {
  readonly tally = noLines()
  readonly #country: PhoneCountry
  readonly #numbers = new Map<string, string>()
  #read = 0
  #good = 0

  constructor(country: PhoneCountry) {
    this.#country = country
  }

  /** Each once. */
  numbers(): string[] {
    return [...this.#numbers.values()]
  }

  async read(
    source: ImportSource,
    said: FileSettings,
    {
      partial,
      rejects,
      onProgress,
    }: Required<Pick<DoNotCallImportOptions, 'partial' | 'onProgress'>> &
      Partial<Record<'rejects', RejectsWriter | undefined>>,
  ): Promise<void> {
    let bytes = 0
    async function* measured() {
      for await (const chunk of source.bytes) {
        bytes += chunk.length
        yield chunk
      }
    }
    const reading = await readCallList(measured(), said, this.#country, {
      header: (record, shape) => rejects?.header(record, shape),
      line: (line) => {
        const problems = this.#take(line)
        if (!partial || problems.length > 0) rejects?.line(line.record, problems)
      },
      blank: () => {},
      hidden: () => {},
      broken: (problem, hints) => addBreak(this.tally, problem, hints),
      pause: async () => {
        onProgress({lines: this.#lines(), bytes})
        await rejects?.ready()
      },
    })
    addReading(this.tally, reading, this.#lines() === 0 ? NO_NUMBERS : undefined)
    await source.verify?.()
    if (this.tally.broken) throw this.refusal()
  }

  #lines(): number {
    return this.#good + this.tally.bad
  }

  /** Only the numbers of a line matter. */
  #take({callback, problems, remarks}: CsvLine): readonly Problem[] {
    const ofNumbers = problems.filter(({column}) => column !== 'dueDate' && column !== 'period')
    if (ofNumbers.length > 0) {
      addBad(this.tally, ofNumbers)
      return ofNumbers
    }
    this.#good++
    addRemarks(this.tally, remarks)
    for (const number of [callback.phoneNumber, callback.mobilePhoneNumber]) if (number) this.#add(number)
    return []
  }

  #add(number: string): void {
    this.#read++
    const key = phoneKey(number, this.#country)
    if (!this.#numbers.has(key)) this.#numbers.set(key, number)
  }

  refusal(): AppError {
    return badLines(this.tally, this.#good)
  }

  report(added: number): Omit<DoNotCallReport, 'run'> {
    const {bad, problems, repaired, repairs, warnings, form} = this.tally
    return {
      added,
      known: this.#read - added,
      rejected: bad,
      ...(problems.length > 0 && {errors: problems}),
      ...(repaired > 0 && {repaired, repairs}),
      ...(warnings.length > 0 && {warnings}),
      ...(form && {form}),
    }
  }
}
