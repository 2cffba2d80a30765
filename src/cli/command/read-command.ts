import type {Context} from '../../context.ts'
import {type AppError, gravestOf} from '../../errors.ts'
import {severalContexts} from '../../settings/several.ts'
import {paint} from '../colour.ts'
import {escapeControls} from '../escapes.ts'
import {asksForRows, jsonOf, type ListFlags, type Listing, type Located, layOut, located} from '../list/listing.ts'
import {renderTable} from '../list/table.ts'
import type {SheetTable} from '../list/workbook-list.ts'
import {type Answers, askEach, type Documents, documents, failures, given} from './answers.ts'
import {BaseCommand, type Fields, type ServerFlags} from './base-command.ts'
import {about, errorText} from './report.ts'

/** The XiVO to query, or several. */
export interface ReadFlags extends ServerFlags {
  'all-contexts'?: boolean
}

/** A list inside a larger answer. */
interface ListWithin<A, T, J, D> extends Listing<T, J> {
  rows: (answer: A) => readonly T[]
  /** The --json document of an answer; `rows` have the requested order. */
  document: (rows: T[], answer: A) => D
  /** The substitute for the answer of a XiVO that failed. */
  otherwise?: (error: unknown) => A
  /** What people see instead of the table, unless they requested a table. */
  picture?: (answer: A) => void
  /** Tables that a workbook has besides, each as a sheet. */
  sheets?: (all: readonly {context?: string; answer: A}[]) => readonly SheetTable[]
  /** Called with the answer after it is shown. */
  told?: (answers: A[]) => void
}

/** A command that changes nothing. It queries one XiVO, or several at the same time. */
export abstract class ReadCommand extends BaseCommand {
  /** Lists the rows of `read`, as a table or as the flags of the list request. */
  protected list<T, J = T>(
    flags: ReadFlags & ListFlags,
    read: (context: Context) => Promise<readonly T[]>,
    listing: Listing<T, J> & {told?: (answers: (readonly T[])[]) => void},
  ): Promise<Documents<J[]>> {
    return this.listWithin(flags, read, {
      ...listing,
      rows: (rows) => rows,
      document: (rows: T[]) => rows.map((row) => jsonOf(listing, row)),
    })
  }

  /** The same for rows that are part of an answer. */
  protected async listWithin<A, T, J, D>(
    flags: ReadFlags & ListFlags,
    read: (context: Context) => Promise<A>,
    listing: ListWithin<A, T, J, D>,
  ): Promise<Documents<D>> {
    const {rows, document, otherwise, picture, sheets, told} = listing
    const contexts = severalContexts(flags, process.env)
    const layout = layOut(listing, flags, contexts !== undefined)
    const answers = await this.ask(flags, contexts, read, otherwise)
    const all = given(answers)
    if (picture && !asksForRows(flags)) this.drawEach(all, picture)
    else if (all.length > 0) await this.print(locate(all, rows), layout, () => sheets?.(all) ?? [])
    told?.(all.map(({answer}) => answer))
    this.tellFailures(failures(answers))
    return documents(answers, (answer) => {
      const inOrder = this.jsonEnabled() ? layout.arrange(rows(answer).map((row) => ({row}))) : []
      return document(
        inOrder.map(({row}) => row),
        answer,
      )
    })
  }

  /** Writes a page of the answer of `read`, or of the answers of several XiVOs, instead of showing them. */
  protected async writePage<A, D>(
    flags: ReadFlags,
    path: string,
    read: (context: Context) => Promise<A>,
    page: (all: {context?: string; answer: A}[]) => string,
    document: (answer: A) => D,
  ): Promise<Documents<D>> {
    const answers = await this.readEach(flags, read)
    const all = given(answers)
    const {withOutputFile} = await import('./output-file.ts')
    if (all.length > 0) await withOutputFile(path, async (sink) => void sink.write(page(all)))
    this.tellFailures(failures(answers))
    return documents(answers, document)
  }

  private drawEach<A>(all: {context?: string; answer: A}[], draw: (answer: A) => void): void {
    if (this.jsonEnabled()) return
    for (const [i, {context, answer}] of all.entries()) {
      if (context !== undefined)
        this.logRendered(`${i > 0 ? '\n' : ''}${paint.stdout.bold(`context: ${escapeControls(context)}`)}`)
      draw(answer)
    }
  }

  /** Shows the answer of `read` as fields; for several XiVOs, as a table with a line for each. */
  protected async describe<A, D>(
    flags: ReadFlags,
    read: (context: Context) => Promise<A>,
    {
      fields,
      document,
      told,
    }: {
      fields: (answer: A) => Fields
      document: (answer: A) => D
      told?: (answers: A[]) => void
    },
  ): Promise<Documents<D>> {
    const answers = await this.readEach(flags, read)
    if (answers.several) this.showFieldsOfEach(given(answers), fields)
    else this.showFields(fields(answers.answer))
    told?.(given(answers).map(({answer}) => answer))
    this.tellFailures(failures(answers))
    return documents(answers, document)
  }

  private showFieldsOfEach<A>(all: {context?: string; answer: A}[], fields: (answer: A) => Fields): void {
    const rows = all.map(({context, answer}) => ({context, row: fields(answer)}))
    const heads = new Set(rows.flatMap(({row}) => Object.keys(row)))
    const columns = Object.fromEntries([...heads].map((head) => [head, (row: Fields) => row[head]]))
    if (rows.length > 0) this.logRendered(renderTable(rows, located(columns, true)))
  }

  /** Runs `work` on the selected XiVO, or on each of several. */
  protected readEach<A>(flags: ReadFlags, work: (context: Context) => Promise<A>): Promise<Answers<A>> {
    return this.ask(flags, severalContexts(flags, process.env), work)
  }

  private async ask<A>(
    flags: ReadFlags,
    contexts: readonly string[] | undefined,
    work: (context: Context) => Promise<A>,
    otherwise?: (error: unknown) => A,
  ): Promise<Answers<A>> {
    if (contexts !== undefined) return {several: true, all: await askEach(contexts, flags.config, work, otherwise)}
    const reading = this.read(flags, work)
    return {several: false, answer: await (otherwise ? reading.catch(otherwise) : reading)}
  }

  /** Reports the XiVOs that failed, after the answers of the others. The most serious failure determines the exit code. */
  protected tellFailures(failed: readonly {context: string; error: AppError}[]): void {
    for (const {context, error} of failed) {
      if (!this.jsonEnabled()) process.stderr.write(errorText(about(`${context}: `, error)))
    }
    if (failed.length > 0) this.setExitCode(gravestOf(failed.map(({error}) => error.kind)))
  }
}

const locate = <A, T>(all: {context?: string; answer: A}[], rows: (answer: A) => readonly T[]): Located<T>[] =>
  all.flatMap(({context, answer}) => rows(answer).map((row) => ({context, row})))
