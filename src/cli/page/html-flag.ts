import {Flags} from '@oclif/core'

/** A page excludes every other form of output. */
export const htmlFlag = Flags.string({
  description: 'write a self-contained HTML page to this file; - is standard output',
  helpValue: 'FILE',
  exclusive: ['json', 'csv', 'xlsx', 'ndjson', 'ids', 'columns', 'sort', 'no-headers'],
  helpGroup: 'OUTPUT',
})
