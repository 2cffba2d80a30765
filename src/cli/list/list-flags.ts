import {Flags} from '@oclif/core'
import {workbookFlag} from '../command/workbook-file.ts'

const helpGroup = 'OUTPUT'

/** For a command that only reads: it can ask every XiVO that is configured. */
export const contextsFlag = {
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

/** How rows are shown, whatever their order. */
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

/** Of a command that reads: all that it says is its result, and only ids were called --quiet once. */
export const rowFlags = {...formFlags, ids: Flags.boolean({...ids, aliases: ['quiet'], charAliases: ['q']})}
export const sortedRowFlags = {...rowFlags, sort}

/** Of a command that writes. */
export const writtenRowFlags = {...formFlags, ids: Flags.boolean(ids), sort}

/** Of every command that lists. */
export const listFlags = {...sortedRowFlags, ...contextsFlag}
