import type {Planted} from './planted.ts'

export const site: readonly Planted[] = [
  {
    bug: 'an absent section is an empty one with --delete-missing',
    patch: {
      file: 'src/services/site/site.ts',
      from: 'document[section] === undefined)',
      to: 'document[section] === undefined && section === "dissuasions")',
    },
    seenBy: ['test/services/site/site.test.ts', 'that lacks a section is no empty one'],
  },
  {
    bug: 'names of new lists are reserved in the order of the file',
    patch: {
      file: 'src/services/site/site.ts',
      from: '.filter((each) => !here.has(each)).sort())',
      to: '.filter((each) => !here.has(each)))',
    },
    seenBy: ['test/services/locks.test.ts', 'new lists by their names'],
  },
  {
    bug: 'what changed until the lock is overwritten with the first plan',
    patch: {
      file: 'src/services/site/site.ts',
      from: `  return again
`,
      to: `  return first
`,
    },
    seenBy: ['test/services/site/site.test.ts', 'a change of the dissuasion 3 elsewhere'],
  },
  {
    bug: 'a dissuasion that changed until the lock is written without one',
    patch: {
      file: 'src/services/site/site.ts',
      from: '.some((id) => !locked.includes(id))',
      to: '.every((id) => !locked.includes(id))',
    },
    seenBy: ['test/services/site/site.test.ts', 'a change of the dissuasion 13 elsewhere'],
  },
  {
    bug: 'applying does not say that a list goes to a queue where people object',
    patch: {
      file: 'src/services/site/site.ts',
      from: "each.kind === 'callbackList' && each.before && each.after && !isUnchanged(each)",
      to: "each.kind === 'callbackList' && !each.before && each.after && !isUnchanged(each)",
    },
    seenBy: ['test/services/site/site.test.ts', 'warns of requests that it brings under an objection'],
  },
  {
    bug: 'a diff does not tell how many requests go with a list',
    patch: {
      file: 'src/services/site/site.ts',
      from: `    await countDeleted(trx, steps)
`,
      to: '',
    },
    seenBy: ['test/services/site/site.test.ts', 'leaves alone what it does not name, unless that is to be deleted'],
  },
  {
    bug: 'a period of a list that goes is in use',
    patch: {
      file: 'src/services/site/site.ts',
      from: 'countRequestsOfPeriod(trx, String(id), lists)',
      to: 'countRequestsOfPeriod(trx, String(id))',
    },
    seenBy: ['test/services/site/site.test.ts', 'may delete a period together with the lists'],
  },
  {
    bug: 'problems are in the order in which they were found',
    patch: {
      file: 'src/services/site/site.ts',
      from: '.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.position ?? 0) - (b.position ?? 0))',
      to: '',
    },
    seenBy: [
      'test/services/site/site.test.ts',
      'names every name that is not there, each with its place, and changes nothing',
    ],
  },
  {
    bug: 'lists come after periods',
    patch: {
      file: 'src/services/site/plan.ts',
      from: `  planLists(planning, document.callbackLists, deleteMissing.includes('callbackLists'))
  planPeriods(planning, document.periods, deleteMissing.includes('periods'))`,
      to: `  planPeriods(planning, document.periods, deleteMissing.includes('periods'))
  planLists(planning, document.callbackLists, deleteMissing.includes('callbackLists'))`,
    },
    seenBy: ['test/services/site/site.test.ts', 'may delete a period together with the lists'],
  },
  {
    bug: 'deleting missing profiles goes with lists',
    patch: {
      file: 'src/services/site/plan.ts',
      from: "deleteMissing.includes('profiles'))",
      to: "deleteMissing.includes('callbackLists'))",
    },
    seenBy: [
      'test/services/site/site.test.ts',
      'deletes what is missing in the sections that are named, and in no other',
    ],
  },
  {
    bug: 'a list whose queue cannot be named is deleted as missing',
    patch: {
      file: 'src/services/site/plan.ts',
      from: 'named.callbackLists.has(name) && !wanted.has(name)',
      to: '!wanted.has(name)',
    },
    seenBy: ['test/services/site/site.test.ts', 'deletes nothing that it could not name'],
  },
  {
    bug: 'a dissuasion that cannot be named is cleared as missing',
    patch: {
      file: 'src/services/site/plan.ts',
      from: 'named.dissuasions.has(name) && !wanted.has(name)',
      to: '!wanted.has(name)',
    },
    seenBy: ['test/services/site/site.test.ts', 'deletes nothing that it could not name'],
  },
  {
    bug: 'a missing queue without a row is told as cleared',
    patch: {
      file: 'src/services/site/plan.ts',
      from: "if (row && row.action !== 'none') step(queue, none)",
      to: "if (row?.action !== 'none') step(queue, none)",
    },
    seenBy: ['test/services/site/site.test.ts', 'deletes what is missing in the sections that are named'],
  },
  {
    bug: 'rights on objects without a unique name are taken away',
    patch: {file: 'src/services/site/plan.ts', from: '[...unnamed, ...named].map', to: '[...named].map'},
    seenBy: ['test/services/site/site.test.ts', 'keeps a right that it cannot name when others change'],
  },
  {
    bug: 'an omitted list of rights is an empty one',
    patch: {
      file: 'src/services/site/plan.ts',
      from: 'if (wanted === undefined) return had',
      to: 'if (wanted === undefined) return []',
    },
    seenBy: ['test/services/site/site.test.ts', 'changes only the fields that it gives'],
  },
  {
    bug: 'a new list may have blanks around its name',
    patch: {
      file: 'src/formats/text.ts',
      from: "name.trim() === name ? unfitName(name) : 'begins or ends with a space'",
      to: 'unfitName(name.trim())',
    },
    seenBy: ['test/services/site/site.test.ts', 'with callbackLists: {" A": sales} is refused'],
  },
  {
    bug: 'the default may be switched off',
    patch: {
      file: 'src/services/site/plan-periods.ts',
      from: 'wanted.get(present)?.default === false)',
      to: 'wanted.get(present)?.default === null)',
    },
    seenBy: [
      'test/services/site/site.test.ts',
      'with periods: {Day: {start: "09:00", end: "17:00", default: false}} is refused',
    ],
  },
  {
    bug: 'the period that gains the default is written first',
    patch: {file: 'src/services/site/plan-periods.ts', from: 'gain(a) - gain(b)', to: 'gain(b) - gain(a)'},
    seenBy: ['test/services/site/site.test.ts', 'moves the default period, and back'],
  },
  {
    bug: 'a right on a queue that shares its name is exported by name',
    patch: {
      file: 'src/services/site/holdings.ts',
      from: 'for (const each of shared) found.delete(each)',
      to: '',
    },
    seenBy: ['test/services/site/site.test.ts', 'names several objects of one name apart'],
  },
  {
    bug: 'a destination that is gone is exported as it is',
    patch: {
      file: 'src/services/site/destinations.ts',
      from: 'if (linked !== 1) return {remark',
      to: 'if (linked > 1) return {remark',
    },
    seenBy: ['test/services/site/site.test.ts', 'does not say where callers go when that is gone'],
  },
  {
    bug: 'a ring time of ten digits is exported',
    patch: {file: 'src/services/site/destinations.ts', from: '/^(0|[1-9][0-9]{0,8})$/', to: '/^(0|[1-9][0-9]*)$/'},
    seenBy: ['test/services/site/site.test.ts', 'does not say where callers go when that is gone'],
  },
  {
    bug: 'a user by id is taken whoever they are',
    patch: {
      file: 'src/services/site/destinations.ts',
      from: 'if (user && fullName(user) === wanted.name) return user',
      to: 'if (user) return user',
    },
    seenBy: ['test/services/site/site.test.ts', 'names every name that is not there'],
  },
]
