import {describe} from 'vitest'
import type {Patch} from '../support/binary.ts'
import {plantInSources} from './plant.ts'

interface Planted {
  bug: string
  patch: Patch
  /** The tests that must see it. */
  seenBy: [file: string, name: string]
}

const planted: Planted[] = [
  {
    bug: 'rights are read without a lock before they are written',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: `      lockRights(trx, context.schema),
      usersWithLogin(trx),`,
      to: '      undefined, usersWithLogin(trx),',
    },
    seenBy: [
      'test/faults/lost-updates.test.ts',
      "of two writers with If-Match on a user's rights, neither update is lost",
    ],
  },
  {
    bug: 'a dissuasion is read without a lock before it is written',
    patch: {
      file: 'src/services/dissuasion/dissuasion.ts',
      from: 'await lockDissuasion(trx, queue.id)',
      to: '(await dissuasionOfQueue(trx, queue.id))?.row',
    },
    seenBy: [
      'test/faults/lost-updates.test.ts',
      "of two writers with If-Match on a queue's dissuasion, neither update is lost",
    ],
  },
  {
    bug: 'rights are taken away before they are added',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: `  for (const each of find(add)) wanted.set(each.id, each)
  for (const each of find(remove)) wanted.delete(each.id)`,
      to: `  for (const each of find(remove)) wanted.delete(each.id)
  for (const each of find(add)) wanted.set(each.id, each)`,
    },
    seenBy: ['test/services/rights/rights.test.ts', 'that are added and taken away at once are taken away'],
  },
  {
    bug: "the sound file is looked for before the queue's name",
    patch: {
      file: 'src/services/dissuasion/dissuasion.ts',
      from: 'return changeDissuasion(context, reference, decide, {keepsSounds: true})',
      to: `return changeDissuasion(context, reference, decide, {keepsSounds: true}).catch(async (error) => {
    if (error.code === 'QueueNotFound') {
      chooseSound(await offeredSounds(context.sounds, ''), {name: reference} as QueueRow, file)
    }
    throw error
  })`,
    },
    seenBy: [
      'test/services/dissuasion/dissuasion.test.ts',
      'of a queue that is not there is not found for the queue first',
    ],
  },
  {
    bug: 'a loop through every queue is not followed to its end',
    patch: {
      file: 'src/services/dissuasion/destinations.ts',
      from: 'way.length <= queues.length',
      to: 'way.length < queues.length',
    },
    seenBy: ['test/services/dissuasion/dissuasion.test.ts', 'a loop through every queue is broken for all of them'],
  },
  {
    bug: "the lock's signature holds what is not ASCII",
    patch: {file: 'src/services/callbacks/import-lock.ts', from: `actor.replace(/[^ -~]/g, '?')`, to: 'actor'},
    seenBy: ['test/services/callbacks/imports.test.ts', 'is told the process and the time also when the name'],
  },
  {
    bug: 'the sounds of a queue are those that start with its name alone',
    patch: {
      file: 'src/services/dissuasion/sounds.ts',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what the program holds
      from: '.startsWith(`${name}_`)',
      to: '.startsWith(name)',
    },
    seenBy: ['test/services/dissuasion/sounds.test.ts', 'of one queue leave out those of a queue with a longer name'],
  },
  {
    bug: 'a purge refuses today',
    patch: {file: 'src/services/callbacks/days.ts', from: 'day > now', to: 'day >= now'},
    seenBy: ['test/services/callbacks/erasure.test.ts', 'takes today for a day, and keeps what was closed today'],
  },
  {
    bug: 'an admin is given the remark of an agent',
    patch: {file: 'src/services/rights/why.ts', from: `profile.type === 'admin' || right`, to: 'right'},
    seenBy: ['test/services/rights/why.test.ts', 'an agent who is an admin is shown every queue, and no remark'],
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
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what the program holds
      from: '(select uuid, ${reference.column} from added except select uuid, ${reference.column} from removed)',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what the program holds
      to: '(select ${reference.column} from added except select ${reference.column} from removed)',
    },
    seenBy: ['test/database/callbacks/references.test.ts', 'waits for a swap of lists'],
  },
  {
    bug: 'a number whose identity is not computed is nobody’s',
    patch: {
      file: 'src/database/callbacks/customers.ts',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what the program holds
      from: 'coalesce(${identity}, 0) = 0',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what the program holds
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
  {
    bug: 'two names behind one number are one person',
    patch: {
      file: 'src/services/callbacks/duplicates.ts',
      from: 'names.some((each) => mayBeOne(each, folded))',
      to: 'names.length > 0 || names.some((each) => mayBeOne(each, folded))',
    },
    seenBy: ['test/services/callbacks/import.test.ts', 'skips what has another name'],
  },
]

for (const {bug, patch, seenBy} of planted) describe(bug, () => plantInSources(patch, ...seenBy))
