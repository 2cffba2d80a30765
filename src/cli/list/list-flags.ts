import {Flags} from '@oclif/core'
import {workbookFlag} from '../command/workbook-file.ts'

const helpGroup = 'OUTPUT'

/** For commands that only read, which can query every configured XiVO. */
export const contextsFlag = {
  context: Flags.string({
    description: 'the XiVO to use: a context of the configuration file, or a demo; A,B for several',
    helpGroup: 'SERVER',
    helpValue: 'CONTEXT',
  }),
  'all-contexts': Flags.boolean({
    description: 'query every context of the configuration file',
    exclusive: ['context'],
    helpGroup: 'SERVER',
  }),
}

const ids = {
  description: 'print only ids, one per line, which other commands take as arguments',
  exclusive: ['json'],
  helpGroup,
}

/** How to show rows, regardless of their order. */
const formFlags = {
  csv: Flags.boolean({description: 'print CSV', exclusive: ['json', 'ndjson', 'ids'], helpGroup}),
  xlsx: workbookFlag({
    description: 'write an Excel workbook to this file; - is standard output',
    exclusive: ['csv', 'json', 'ndjson', 'ids'],
    helpGroup,
  }),
  ndjson: Flags.boolean({description: 'print one JSON object per line', exclusive: ['json', 'ids'], helpGroup}),
  columns: Flags.string({
    description: 'show only these columns, in this order',
    helpValue: 'A,B',
    relationships: [{type: 'none', flags: ['json', 'ndjson', 'ids']}],
    helpGroup,
  }),
  'no-headers': Flags.boolean({description: 'omit the column names', helpGroup}),
}

const sort = Flags.string({
  multiple: true,
  multipleNonGreedy: true,
  description: 'sort by this column; :desc reverses the order',
  helpValue: 'COLUMN[:desc]',
  helpGroup,
})

/** For commands that read. They also accept --quiet, the former name of --ids. */
export const rowFlags = {...formFlags, ids: Flags.boolean({...ids, aliases: ['quiet'], charAliases: ['q']})}
export const sortedRowFlags = {...rowFlags, sort}

/** For commands that write. */
export const writtenRowFlags = {...formFlags, ids: Flags.boolean(ids), sort}

/** For all commands that list. */
export const listFlags = {...sortedRowFlags, ...contextsFlag}
