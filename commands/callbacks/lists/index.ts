import type {Writable} from 'node:stream'
import {Flags} from '@oclif/core'
import {listListing, type NamedList} from '../../../src/cli/callbacks/lists-view.ts'
import type {Failure} from '../../../src/cli/command/answers.ts'
import {ReadCommand, type ReadFlags} from '../../../src/cli/command/read-command.ts'
import {dataPieces} from '../../../src/cli/escapes.ts'
import {listFlags} from '../../../src/cli/list/list-flags.ts'
import {type ListFlags, type Located, layOut} from '../../../src/cli/list/listing.ts'
import {type Piece, type Source, withSources, writeOut} from '../../../src/cli/list/sources.ts'
import {listLines, listsDocument} from '../../../src/cli/list/streamed-lists.ts'
import type {Context} from '../../../src/context.ts'
import {type CountedList, countedLists} from '../../../src/services/callbacks/stats.ts'
import {streamCallbackLists} from '../../../src/services/callbacks/stream.ts'
import {queueNames} from '../../../src/services/queues.ts'
import {severalContexts} from '../../../src/settings/several.ts'

type Asked = ReadFlags & ListFlags & {'with-requests': boolean}

export default class CallbacksLists extends ReadCommand {
  static override summary = 'list the callback lists, and how many ongoing requests each has'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --with-requests --json --context demo',
    '<%= config.bin %> <%= command.id %> --sort ongoing:desc --columns name,ongoing --context demo',
  ]
  static override flags = {
    'with-requests': Flags.boolean({description: 'show only lists that have ongoing requests'}),
    ...listFlags,
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(CallbacksLists)
    if (this.jsonEnabled() || flags.ndjson) return this.stream(flags)
    const read = async (context: Context) => {
      const lists = await countedLists(context)
      return named(await queueNames(context), lists, flags)
    }
    await this.list(flags, read, listListing)
  }

  /** Programs get the requests too, which may be larger than memory; a table only says how many there are. */
  private async stream(flags: Asked): Promise<void> {
    const contexts = severalContexts(flags, process.env)
    const layout = layOut(listListing, flags, contexts !== undefined)
    const arranged = new Map<string, Located<NamedList>[]>()
    const write = async (xivo: Context, sink: Writable) => {
      const {context} = xivo.settings
      const names = flags.sort && (await queueNames(xivo))
      const arrange = (lists: CountedList[]) => {
        const rows = layout.arrange(named(names ?? new Map(), lists, flags).map((row) => ({context, row})))
        arranged.set(context, rows)
        return rows.map(({row}) => row.list.uuid)
      }
      await streamCallbackLists(xivo, sink, {withRequest: flags['with-requests'], ...(names && {arrange})})
    }
    const turns = contexts && (() => layout.arrange(contexts.flatMap((context) => arranged.get(context) ?? [])))
    const failed: Failure[] = []
    const show = (sources: Source<Piece>[]) =>
      this.jsonEnabled()
        ? dataPieces(listsDocument(sources, failed), {json: true})
        : dataPieces(listLines(sources, failed, flags.sort && turns && (() => turns().map(({context}) => context))))
    await withSources(flags, contexts, write, (sources: Source<Piece>[]) => writeOut(show(sources)))
    this.tellFailures(failed)
  }
}

function named(names: Map<number, string>, lists: CountedList[], flags: Asked): NamedList[] {
  const rows = lists.map((list) => ({list, ongoing: list.ongoing, queue: names.get(list.queueId)}))
  return flags['with-requests'] ? rows.filter(({ongoing}) => ongoing > 0) : rows
}
