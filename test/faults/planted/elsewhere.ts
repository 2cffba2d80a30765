import type {Planted} from './planted.ts'

export const elsewhere: readonly Planted[] = [
  {
    bug: 'a purge refuses today',
    patch: {file: 'src/services/callbacks/days.ts', from: 'day > now', to: 'day >= now'},
    seenBy: ['test/services/callbacks/erasure.test.ts', 'takes today for a day, and keeps what was closed today'],
  },
  {
    bug: 'a change that got in between is told as an unavailable database',
    patch: {
      file: 'src/database/connection/errors.ts',
      from: `'40001': (error, at) => busy(`,
      to: `'40001': (error, at) => unavailable(`,
    },
    seenBy: ['test/database/connection/errors.test.ts', 'the SQLSTATE 40001 is'],
  },
  {
    bug: 'what a new request refers to is looked for, and not held',
    patch: {
      file: 'src/database/migrations/0006-references-by-statement.ts',
      from: ' order by uuid for key share;',
      to: ';',
    },
    seenBy: ['test/database/callbacks/references.test.ts', 'no request is left with a reference'],
  },
  {
    bug: 'lists that requests have exchanged are not held',
    patch: {
      file: 'src/database/migrations/0006-references-by-statement.ts',
      from: '(select uuid, ${reference.column} from added except select uuid, ${reference.column} from removed)',
      to: '(select ${reference.column} from added except select ${reference.column} from removed)',
    },
    seenBy: ['test/database/callbacks/references.test.ts', 'waits for a swap of lists'],
  },
  {
    bug: 'a number whose identity is not computed is nobody’s',
    patch: {
      file: 'src/database/callbacks/customers.ts',
      from: 'coalesce(${identity}, 0) = 0',
      to: '${identity} = 0',
    },
    seenBy: ['test/services/callbacks/customers.test.ts', 'are those of one person, identities computed: false'],
  },
  {
    bug: 'a process with another phoneCountry writes',
    patch: {
      file: 'src/database/connection/standby.ts',
      from: 'refusal ?? whyNotUnder(',
      to: 'refusal ?? void whyNotUnder(',
    },
    seenBy: ['test/services/identities.test.ts', 'reads, and does not write until'],
  },
  {
    bug: 'the country is changed under a write that is under way',
    patch: {
      file: 'src/database/connection/transact.ts',
      from: 'phoneCountry === undefined ? [] : [holdCountry]',
      to: 'phoneCountry === undefined ? [holdCountry] : []',
    },
    seenBy: ['test/services/identities.test.ts', 'waits for a write that is under way'],
  },
]
