import type {Planted} from './planted.ts'

export const imports: readonly Planted[] = [
  {
    bug: "the lock's signature holds what is not ASCII",
    patch: {file: 'src/services/callbacks/import-lock.ts', from: `actor.replace(/[^ -~]/g, '?')`, to: 'actor'},
    seenBy: ['test/services/callbacks/imports.test.ts', 'is told the process and the time also when the name'],
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
  {
    bug: 'rejects of an import that failed otherwise are kept',
    patch: {
      file: 'src/services/callbacks/import.ts',
      from: `await (error === refusal ? rejects?.keep() : rejects?.discard())
    if (error instanceof AppError && isWorthKeeping`,
      to: `await rejects?.keep()
    if (error instanceof AppError && isWorthKeeping`,
    },
    seenBy: [
      'test/services/callbacks/import.test.ts',
      'imports nothing of a file that breaks half way: what follows is not known',
    ],
  },
  {
    bug: 'with --once an import that was undone counts',
    patch: {
      file: 'src/database/callbacks/imports.ts',
      from: `    .where('sha256', '=', sha256)
    .where('undone_at', 'is', null)`,
      to: "    .where('sha256', '=', sha256)",
    },
    seenBy: [
      'test/services/callbacks/imports.test.ts',
      'with --once is imported again after the earlier import was taken back',
    ],
  },
  {
    bug: 'of a bad line the duplicate counts as known',
    patch: {
      file: 'src/services/callbacks/import.ts',
      from: 'const again = problems.length === 0 && !objection && known !== undefined && !known.add(row)',
      to: 'const again = known !== undefined && !known.add(row) && problems.length === 0 && !objection',
    },
    seenBy: ['test/services/callbacks/import.test.ts', 'does not take a bad line for the first of two'],
  },
  {
    bug: 'a duplicate on error is not counted as bad in a partial import',
    patch: {
      file: 'src/services/callbacks/import.ts',
      from: "if (again && onDuplicate === 'error') problems.push",
      to: "if (again && onDuplicate === 'error' && !partial) problems.push",
    },
    seenBy: ['test/services/callbacks/import.test.ts', 'with error names the lines and imports nothing'],
  },
  {
    bug: 'good lines are not among the rejects of an all-or-nothing import',
    patch: {
      file: 'src/services/callbacks/import.ts',
      from: 'if (!partial || problems.length > 0) rejects?.line',
      to: 'if (problems.length > 0) rejects?.line',
    },
    seenBy: [
      'test/services/callbacks/import.test.ts',
      'are all of them when nothing was imported, and the bad ones when the others were',
    ],
  },
  {
    bug: 'the warning about another format is only the last one',
    patch: {
      file: 'src/services/callbacks/import.ts',
      from: 'report.warnings = [{reason}, ...(report.warnings ?? [])]',
      to: 'report.warnings = [{reason}]',
    },
    seenBy: ['test/services/callbacks/imports.test.ts', 'says before everything else how a file differs'],
  },
  {
    bug: 'a period is found only as it is composed',
    patch: {
      file: 'src/services/callbacks/import.ts',
      from: "(byName.get(name) ?? byName.get(name.normalize('NFC')))",
      to: 'byName.get(name)',
    },
    seenBy: ['test/services/callbacks/import.test.ts', 'gives an empty period the default one, whichever that is'],
  },
  {
    bug: 'old entries of the ledger go that have an origin',
    patch: {
      file: 'src/database/callbacks/imports.ts',
      from: `    .where('imported_at', '<', sql<Date>\`now() - \${days} * interval '1 day'\`)
    .where('origin', 'is', null),`,
      to: "    .where('imported_at', '<', sql<Date>`now() - ${days} * interval '1 day'`),",
    },
    seenBy: ['test/services/callbacks/imports.test.ts', 'forgets an import after 30 days'],
  },
  {
    bug: 'closed requests count as duplicates',
    patch: {
      file: 'src/database/callbacks/imports.ts',
      from: `    .where('clotured', '=', false)
  if (where`,
      to: '  if (where',
    },
    seenBy: ['test/services/callbacks/import.test.ts', 'counts neither closed requests nor those of other lists'],
  },
  {
    bug: 'the form of an undone import is compared',
    patch: {
      file: 'src/database/callbacks/imports.ts',
      from: `    .where('undone_at', 'is', null)
    .where('form', 'is not', null)`,
      to: "    .where('form', 'is not', null)",
    },
    seenBy: ['test/services/callbacks/imports.test.ts', 'says before everything else how a file differs'],
  },
  {
    bug: 'a request with a ticket counts as untouched',
    patch: {
      file: 'src/database/callbacks/imports.ts',
      from: '(changed_at is not null or attempts > 0)',
      to: '(changed_at is not null)',
    },
    seenBy: ['test/services/callbacks/imports.test.ts', 'tells how the requests of an import are by now'],
  },
  {
    bug: 'failed imports of a list are found only by its name',
    patch: {
      file: 'src/database/callbacks/imports.ts',
      from: '[list.name, `name:${list.name}`, list.uuid, `id:${list.uuid}`]',
      to: '[list.name, `name:${list.name}`]',
    },
    seenBy: ['test/services/callbacks/imports.test.ts', 'keeps what failed, with the places and reasons'],
  },
  {
    bug: "the last import is somebody else's by sudo",
    patch: {
      file: 'src/services/callbacks/imports.ts',
      from: 'via?.sudo === run.via?.sudo && left.has(object_id)',
      to: 'left.has(object_id)',
    },
    seenBy: ['test/services/callbacks/imports.test.ts', 'takes the last one of the caller that stands'],
  },
  {
    bug: 'a quoted customer stays in the reason of a failed import',
    patch: {
      file: 'src/services/callbacks/imports.ts',
      from: "reason.replace(/'.*'/s, \"'...'\")",
      to: "reason.replace(/'\\w*'/, \"'...'\")",
    },
    seenBy: ['test/services/callbacks/imports.test.ts', 'keeps no customer of a file whose first line is one'],
  },
  {
    bug: 'undo of an import is not linked with the import in history',
    patch: {
      file: 'src/services/callbacks/imports.ts',
      from: 'made.find(({after}) => after?.undone !== true)?.id',
      to: 'made.find(({after}) => after?.undone === true)?.id',
    },
    seenBy: ['test/services/callbacks/imports.test.ts', 'takes the last one of the caller that stands'],
  },
  {
    bug: 'a third name behind a number is not remembered',
    patch: {
      file: 'src/services/callbacks/duplicates.ts',
      from: 'else names.push(folded)',
      to: 'else names.splice(0, 1, folded)',
    },
    seenBy: ['test/services/callbacks/import.test.ts', 'compares within the file too'],
  },
  {
    bug: 'a queue with two incalls is closed when one is',
    patch: {
      file: 'src/services/callbacks/closed-days.ts',
      from: 'all.length > 0 && all.length === theirs.length ? all : undefined',
      to: 'all.length > 0 ? all : undefined',
    },
    seenBy: [
      'test/services/callbacks/closed-days.test.ts',
      'is closed where every incall that leads to it is, unless it has a schedule of its own',
    ],
  },
  {
    bug: 'the next open day is that of the first schedule',
    patch: {
      file: 'src/services/callbacks/closed-days.ts',
      from: 'opensOnOrAfter(schedule, day) ?? []).sort()',
      to: 'opensOnOrAfter(schedule, day) ?? [])',
    },
    seenBy: [
      'test/services/callbacks/closed-days.test.ts',
      'is closed where every incall that leads to it is, unless it has a schedule of its own',
    ],
  },
  {
    bug: 'beyond 100 numbers the list is not read',
    patch: {
      file: 'src/services/callbacks/do-not-call.ts',
      from: ': allDoNotCall(db))',
      to: ': doNotCallEntries(db, {customer: await customerOf(db, phones?.slice(0, FEW) ?? [], country)}))',
    },
    seenBy: [
      'test/services/callbacks/do-not-call.test.ts',
      'is left out by an import for its queue, counted and named',
    ],
  },
  {
    bug: 'who objects during an import is called',
    patch: {
      file: 'src/services/callbacks/do-not-call.ts',
      from: 'numbers.filter((phoneNumber) => known({phoneNumber}, queueId) === undefined)',
      to: 'numbers.filter((phoneNumber) => known({phoneNumber}, queueId) !== undefined)',
    },
    seenBy: ['test/services/callbacks/do-not-call.test.ts', 'is in no import that was running when somebody objected'],
  },
  {
    bug: 'taking several numbers off skips those that are not on it',
    patch: {
      file: 'src/services/callbacks/do-not-call.ts',
      from: `if (meant.length === 0)
        throw`,
      to: `if (meant.length === 0 && phones.length === 1)
        throw`,
    },
    seenBy: ['test/services/callbacks/do-not-call.test.ts', 'loses what is removed'],
  },
  {
    bug: 'an entry for all queues does not hold for one',
    patch: {
      file: 'src/services/callbacks/do-not-call.ts',
      from: 'queue_id === null || queue_id === queueId)',
      to: 'queue_id === queueId)',
    },
    seenBy: ['test/services/callbacks/do-not-call.test.ts', 'has a number once for a queue, in whatever spelling'],
  },
  {
    bug: 'only the phone number of a line is put on the list',
    patch: {
      file: 'src/services/callbacks/do-not-call-import.ts',
      from: '[callback.phoneNumber, callback.mobilePhoneNumber]',
      to: '[callback.phoneNumber ?? callback.mobilePhoneNumber]',
    },
    seenBy: [
      'test/services/callbacks/do-not-call.test.ts',
      'takes both numbers of each line of a call list, each once, and nothing else',
    ],
  },
  {
    bug: 'a number with a suppressed caller id is another',
    patch: {file: 'src/database/callbacks/do-not-call.ts', from: ", '^[#*]31#', '')`", to: ", '^[#]31#', '')`"},
    seenBy: ['test/services/callbacks/do-not-call.test.ts', 'is found by identity, or by spelling where there is none'],
  },
  {
    bug: 'a column of a preset stays beside the one that is said for its field',
    patch: {
      file: 'src/formats/import-presets.ts',
      from: '(preset.map ?? []).filter(([, field]) => !mapped.has(field))',
      to: '(preset.map ?? [])',
    },
    seenBy: [
      'test/formats/import-presets.test.ts',
      'what is said beside a preset comes first, and adds to its columns',
    ],
  },
]
