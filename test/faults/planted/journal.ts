import type {Planted} from './planted.ts'

export const journal: readonly Planted[] = [
  {
    bug: 'history shows what was changed elsewhere in spite of --until',
    patch: {
      file: 'src/services/history.ts',
      from: 'return until === undefined ? [...now, ...listed] : listed',
      to: 'return [...now, ...listed]',
    },
    seenBy: ['test/services/history.test.ts', 'has what XiVO changed in its place'],
  },
  {
    bug: 'history of a queue that is gone is an error',
    patch: {file: 'src/services/history.ts', from: "error.kind !== 'not-found'", to: "error.kind !== 'conflict'"},
    seenBy: ['test/services/undo.test.ts', 'knows a queue that is gone by its name'],
  },
  {
    bug: 'until is inclusive',
    patch: {
      file: 'src/database/history.ts',
      from: "narrow.where('at', '<', instantOf(until))",
      to: "narrow.where('at', '<=', instantOf(until))",
    },
    seenBy: ['test/services/undo.test.ts', 'begins with the moment that is given, and ends before it'],
  },
  {
    bug: 'history by a sudo user misses what they did by sudo',
    patch: {file: 'src/database/history.ts', from: " or via ->> 'sudo' = ${by})", to: ')'},
    seenBy: ['test/services/history.test.ts', 'tells who did what'],
  },
  {
    bug: 'an undo that was undone counts as one',
    patch: {
      file: 'src/database/history.ts',
      from: 'undo.undoes === id && standingUndo(undo.id, undos) === undefined',
      to: 'undo.undoes === id',
    },
    seenBy: ['test/services/history.test.ts', 'are those whose undo was undone'],
  },
  {
    bug: 'history is in the order of moments',
    patch: {
      file: 'src/database/history.ts',
      from: "rows.orderBy('journal.id', 'desc').execute()",
      to: "rows.orderBy('journal.at', 'desc').execute()",
    },
    seenBy: ['test/services/undo.test.ts', 'takes them from the last to the first, whatever the clock said'],
  },
  {
    bug: 'undo does not wait for imports of the same customers',
    patch: {
      file: 'src/services/undo/undo.ts',
      from: `    await lock(trx, {on: 'customers'})
`,
      to: '',
    },
    seenBy: ['test/services/locks.test.ts', 'an undo, for an erasure'],
  },
  {
    bug: 'undo locks overrides before sounds',
    patch: {
      file: 'src/services/undo/undo.ts',
      from: `  if (ofSounds.some((kind) => kinds.has(kind))) await lock(trx, {on: 'sounds'})
  if (kinds.has('override')) await lock(trx, {on: 'overrides'})`,
      to: `  if (kinds.has('override')) await lock(trx, {on: 'overrides'})
  if (ofSounds.some((kind) => kinds.has(kind))) await lock(trx, {on: 'sounds'})`,
    },
    seenBy: ['test/services/locks.test.ts', 'sounds before overrides, by what is due and by an undo'],
  },
  {
    bug: 'undo of rights takes no lock',
    patch: {
      file: 'src/services/undo/undo.ts',
      from: `  if (kinds.has('rights')) await lockRights(trx, schema)
`,
      to: '',
    },
    seenBy: ['test/services/locks.test.ts', 'rights that are put back, for a change of rights'],
  },
  {
    bug: 'undo of several ids undoes those that are there',
    patch: {
      file: 'src/services/undo/undo.ts',
      from: 'if (missing !== undefined) throw noChange(missing)',
      to: 'if (rows.length === 0 && missing !== undefined) throw noChange(missing)',
    },
    seenBy: ['test/services/undo.test.ts', 'of which one is not there, or cannot be undone, undoes none'],
  },
  {
    bug: 'undo of a run with something that cannot be undone does the rest',
    patch: {
      file: 'src/services/undo/undo.ts',
      from: 'if (impossible.length > 0) throw',
      to: 'if (impossible.length === rows.length) throw',
    },
    seenBy: ['test/services/undo.test.ts', 'of which one is not there, or cannot be undone, undoes none'],
  },
  {
    bug: 'undo --last takes a change of another sudo user',
    patch: {file: 'src/services/undo/undo.ts', from: 'row.via?.sudo === sudo && stands(row)', to: 'stands(row)'},
    seenBy: ['test/services/history.test.ts', "are the caller's own, from a command line"],
  },
  {
    bug: 'undo of rights refuses when rows come in another order',
    patch: {file: 'src/services/undo/configuration.ts', from: 'refuseMoved(sorted(row),', to: 'refuseMoved(row,'},
    seenBy: ['test/services/undo.test.ts', 'rights of every kind are put back'],
  },
  {
    bug: 'undo of an override takes files away that another one plays',
    patch: {
      file: 'src/services/undo/overrides.ts',
      from: 'if (!placed || isWanted || (await',
      to: 'if (!placed || (await',
    },
    seenBy: ['test/services/undo.test.ts', 'takes its file along, unless another one is to play it'],
  },
  {
    bug: 'undo of an override takes files away that it found',
    patch: {
      file: 'src/services/undo/overrides.ts',
      from: 'if (!placed || isWanted || (await',
      to: 'if (isWanted || (await',
    },
    seenBy: ['test/services/undo.test.ts', 'leaves a file that was there before it'],
  },
  {
    bug: 'undo of a deleted list comes back empty when its requests are forgotten',
    patch: {
      file: 'src/services/undo/callbacks.ts',
      from: 'if (requests === 0) return {ongoing, closed}',
      to: 'if (requests >= 0) return {ongoing, closed}',
    },
    seenBy: ['test/services/undo.test.ts', 'of a deleted list that are forgotten keep it from coming back empty'],
  },
  {
    bug: 'undo of a deleted list counts only ongoing requests',
    patch: {
      file: 'src/services/undo/callbacks.ts',
      from: 'const requests = ongoing + closed',
      to: 'const requests = ongoing',
    },
    seenBy: ['test/services/undo.test.ts', 'of a deleted list that are forgotten keep it from coming back empty'],
  },
  {
    bug: 'undo of the undo of an import does not mark it as there again',
    patch: {
      file: 'src/services/undo/callbacks.ts',
      from: 'await restore(undoing, () => markNotUndone(trx, row.object_id))',
      to: 'await restore(undoing, async () => {})',
    },
    seenBy: ['test/services/undo.test.ts', 'of an import are there again when its undo is undone'],
  },
  {
    bug: 'undo of a new period deletes one in use',
    patch: {
      file: 'src/services/undo/periods.ts',
      from: 'if (count > 0) throw movedOn(row, `the period',
      to: 'if (count < 0) throw movedOn(row, `the period',
    },
    seenBy: ['test/services/undo.test.ts', 'that is used by now stays'],
  },
  {
    bug: 'undo of a period takes the name of another',
    patch: {
      file: 'src/services/undo/periods.ts',
      from: 'each.name === before.name && each.uuid !== now?.uuid',
      to: 'each.name === before.name && each.uuid === now?.uuid',
    },
    seenBy: ['test/services/undo.test.ts', 'does not get a name back that another one has'],
  },
  {
    bug: 'undo of the do-not-call list clashes silently',
    patch: {
      file: 'src/services/undo/own-rows.ts',
      from: 'if ((await clashingDoNotCall(trx, kept)) > 0)',
      to: 'if ((await clashingDoNotCall(trx, kept)) > 1)',
    },
    seenBy: ['test/services/undo.test.ts', 'does not get a number twice'],
  },
  {
    bug: 'undo of a created request ignores attempts',
    patch: {
      file: 'src/database/restore.ts',
      from: `        or state.before is null and request.attempts > coalesce((state.after ->> 'attempts')::int, 0) end`,
      to: '        end',
    },
    seenBy: ['test/services/undo.test.ts', 'that were tried since they were made stay'],
  },
  {
    bug: 'a request that undo brought back with its tickets counts as tried since',
    patch: {
      file: 'src/database/restore.ts',
      from: ` > coalesce((state.after ->> 'attempts')::int, 0) end`,
      to: ' > 0 end',
    },
    seenBy: ['test/services/undo.test.ts', 'come back with their tickets'],
  },
  {
    bug: 'undo brings requests back with the identities of then',
    patch: {
      file: 'src/database/restore.ts',
      from: `  await recompute(trx, kept, country)
`,
      to: '',
    },
    seenBy: ['test/services/undo.test.ts', 'come back with the identities of the country'],
  },
  {
    bug: 'what a change of own rows added comes back by undo',
    patch: {
      file: 'src/database/kept-rows.ts',
      from: 'where ${ofChange} and before is not null`',
      to: 'where ${ofChange} and coalesce(before, after) is not null`',
    },
    seenBy: ['test/services/undo.test.ts', 'loses what is taken back'],
  },
  {
    bug: 'a journal of more than 1000 changes loses its middle',
    patch: {
      file: 'src/database/journal.ts',
      from: 'await enter(trx, ...valuesOf(entries.slice(from, from + AT_ONCE)))',
      to: 'if (from === 0) await enter(trx, ...valuesOf(entries.slice(from, from + AT_ONCE)))',
    },
    seenBy: ['test/services/undo.test.ts', 'of a command that made thousands finds each'],
  },
  {
    bug: 'a write agreed to is done although something else changed',
    patch: {
      file: 'src/services/moved-on.ts',
      from: 'isDeepStrictEqual(withoutIds(shown), withoutIds(changes))',
      to: 'shown.length === changes.length',
    },
    seenBy: [
      'test/services/site/site.test.ts',
      'that was shown is applied, or nothing when something has changed since',
    ],
  },
]
