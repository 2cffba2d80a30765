import type {Planted} from './planted.ts'

/** In what came after the others were listed. */
export const later: readonly Planted[] = [
  {
    bug: 'an export does not tell which period is the default',
    patch: {file: 'src/services/site/export.ts', from: '...(isDefault && {default: true})', to: '...(isDefault && {})'},
    seenBy: ['test/faults/site.test.ts', 'a random configuration that is exported is rebuilt'],
  },
  {
    bug: 'tickets with a status of before cannot be listed',
    patch: {
      file: 'src/services/callbacks/tickets.ts',
      from: 'if (rows.length === 0 && status !== undefined)',
      to: 'if (status !== undefined)',
    },
    seenBy: ['test/services/callbacks/tickets.test.ts', 'is found by its status when that is no longer'],
  },
  {
    bug: 'a report of some lists counts all',
    patch: {file: 'src/services/callbacks/report.ts', from: '(!areAll(question) && {', to: '(areAll(question) && {'},
    seenBy: ['test/services/callbacks/report.test.ts', 'is reported as reckoned by hand'],
  },
]
