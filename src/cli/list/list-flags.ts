import {Flags} from '@oclif/core'

const helpGroup = 'OUTPUT'

/** For a command that only reads: it can ask every XiVO that is configured. */
export const contextsFlag = {
  'all-contexts': Flags.boolean({
    description: 'ask every context of the configuration file',
    exclusive: ['context'],
    helpGroup: 'SERVER',
  }),
}

/** How rows are shown, whatever their order. */
export const rowFlags = {
  csv: Flags.boolean({description: 'print CSV', exclusive: ['json', 'ndjson', 'quiet'], helpGroup}),
  ndjson: Flags.boolean({description: 'print one JSON object a line', exclusive: ['json', 'quiet'], helpGroup}),
  quiet: Flags.boolean({
    char: 'q',
    description: 'print only ids, one a line: what other commands take',
    exclusive: ['json'],
    helpGroup,
  }),
  columns: Flags.string({
    description: 'only these columns, in this order',
    helpValue: 'A,B',
    relationships: [{type: 'none', flags: ['json', 'ndjson', 'quiet']}],
    helpGroup,
  }),
  'no-headers': Flags.boolean({description: 'leave the names of the columns out', helpGroup}),
}

/** Of every command that shows rows. */
export const sortedRowFlags = {
  ...rowFlags,
  sort: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'order by this column',
    helpValue: 'COLUMN[:desc]',
    helpGroup,
  }),
}

/** Of every command that lists. */
export const listFlags = {...sortedRowFlags, ...contextsFlag}
