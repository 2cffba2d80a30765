import type {Planted} from './planted.ts'

export const rights: readonly Planted[] = [
  {
    bug: 'rights are read without a lock before they are written',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: `      lockRights(trx, context.schema),
      usersWithLogin(trx),`,
      to: '      undefined, usersWithLogin(trx),',
    },
    seenBy: ['test/services/locks.test.ts', 'rights that are set, for a change of rights'],
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
    bug: 'an admin is given the remark of an agent',
    patch: {file: 'src/services/rights/why.ts', from: `profile.type === 'admin' || right`, to: 'right'},
    seenBy: ['test/services/rights/why.test.ts', 'an agent who is an admin is shown every queue, and no remark'],
  },
  {
    bug: 'rights of several copied from somebody keep what one user had before',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: `const from = like ?? stored
`,
      to: `const from = stored ?? like
`,
    },
    seenBy: ['test/services/rights/rights.test.ts', 'of somebody else are taken with the names of now'],
  },
  {
    bug: 'a right on a deleted queue is copied to another user',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: `    if (there) return [{...row, object_name: there.name}]
`,
      to: `    if (there) return [{...row, object_name: there.name}]
    if (row.kind === 'queue') return [row]
`,
    },
    seenBy: ['test/services/rights/rights.test.ts', 'of somebody else are taken with the names of now'],
  },
  {
    bug: 'the warning about rights that are not copied is lost',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: 'return warnings.length > 0 ? {...changed, warnings} : changed',
      to: 'return changed',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'of somebody else are taken with the names of now'],
  },
  {
    bug: 'a copied right keeps the old name of a renamed queue',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: 'return [{...row, object_name: there.name}]',
      to: 'return [row]',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'of somebody else are taken with the names of now'],
  },
  {
    bug: 'deleting rights takes no lock',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: 'Promise.all([lockRights(trx, context.schema), rightsOf(trx, login)])',
      to: 'Promise.all([undefined, rightsOf(trx, login)])',
    },
    seenBy: ['test/services/locks.test.ts', 'rights that are deleted, for a change of rights'],
  },
  {
    bug: 'rights are locked after they are read',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: `lockRights(trx, context.schema),
      usersWithLogin(trx),
      storedRightsOfLogins(trx, logins),
      loadCatalog(trx),`,
      to: `undefined,
      usersWithLogin(trx),
      storedRightsOfLogins(trx, logins),
      loadCatalog(trx).finally(() => lockRights(trx, context.schema)),`,
    },
    seenBy: ['test/services/rights/rights.test.ts', 'changed by several at once lose no change'],
  },
  {
    bug: 'a dropped switch is named only when it was on',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: '(!Array.isArray(value) || value.length > 0)',
      to: '(Array.isArray(value) ? value.length > 0 : value === true)',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'change with the profile: what both have stays'],
  },
  {
    bug: 'recording access falls to its default when only the type is repeated',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: 'change[field] ?? before?.data[field] ?? defaults[field]',
      to: 'change[field] ?? (change.recordingAccess === undefined ? before?.data[field] : undefined) ?? defaults[field]',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'that are not said keep their value'],
  },
  {
    bug: 'an explicit false switch is an omitted one',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: 'change[field] ?? before?.data[field] ?? defaults[field]',
      to: 'change[field] || (before?.data[field] ?? defaults[field])',
    },
    seenBy: [
      'test/services/rights/rights.test.ts',
      'that are not said keep their value, lists are replaced, added to and taken from',
    ],
  },
  {
    bug: 'a list that replaces another drops what is added with it',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: 'for (const each of find(add)) wanted.set(each.id, each)',
      to: 'if (!set) for (const each of find(add)) wanted.set(each.id, each)',
    },
    seenBy: [
      'test/services/rights/rights.test.ts',
      'that are not said keep their value, lists are replaced, added to and taken from',
    ],
  },
  {
    bug: 'ids are sorted as text',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: `    .map((row) => row.object_id)
    .sort((a, b) => a - b)`,
      to: `    .map((row) => row.object_id)
    .sort()`,
    },
    seenBy: ['test/services/rights/rights.test.ts', 'changed by several at once lose no change'],
  },
  {
    bug: 'names in a change are in the order of storage',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: `.sort((a, b) => a.id - b.id)
  return {
    profile: type,`,
      to: `.sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    profile: type,`,
    },
    seenBy: ['test/services/rights/rights.test.ts', 'of somebody else are taken with the names of now'],
  },
  {
    bug: 'an ambiguous reference makes unknown ones a conflict',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: 'const unknown = misfits.filter(({ambiguous}) => !ambiguous)',
      to: 'const unknown = misfits.every(({ambiguous}) => !ambiguous) ? misfits : []',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'on a name that fits two things are a conflict that names both'],
  },
  {
    bug: 'an emptied list that the type does not have is refused',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: '(change[kind]?.set?.length ?? 0) + (change[kind]?.add?.length ?? 0) > 0',
      to: 'change[kind]?.set !== undefined || (change[kind]?.add?.length ?? 0) > 0',
    },
    seenBy: [
      'test/services/rights/rights.test.ts',
      'that a profile does not have are refused, unless they are empty or false',
    ],
  },
  {
    bug: 'a switch that is switched off is refused for a teacher',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: 'switches.filter((field) => change[field] === true)',
      to: 'switches.filter((field) => change[field] !== undefined)',
    },
    seenBy: [
      'test/services/rights/rights.test.ts',
      'that a profile does not have are refused, unless they are empty or false',
    ],
  },
  {
    bug: 'an admin keeps stored rights of their former profile',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: 'return fieldsOf[type].length === 0 ? [] : rows',
      to: 'return rows',
    },
    seenBy: [
      'test/services/rights/rights.test.ts',
      'change with the profile: what both have stays, what only the former had goes and is named',
    ],
  },
  {
    bug: 'a renamed object is reported as there when only case differs',
    patch: {
      file: 'src/services/rights/rights.ts',
      from: "return now.name === name ? {id, name, state: 'there'}",
      to: "return now.name.toLowerCase() === name.toLowerCase() ? {id, name, state: 'there'}",
    },
    seenBy: ['test/services/rights/rights.test.ts', 'on a queue that differs in case by now are renamed'],
  },
  {
    bug: 'a gone right is not found by its old name',
    patch: {
      file: 'src/services/rights/catalog.ts',
      from: 'fitting(gone, reference, words).length > 0',
      to: 'gone.some(({id}) => String(id) === reference)',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'stay, are accepted again by id'],
  },
  {
    bug: 'a right that is gone is preferred to a queue that is there',
    patch: {
      file: 'src/services/rights/catalog.ts',
      from: 'fitting(there, reference, words).length === 0 && fitting(gone, reference, words).length > 0',
      to: 'fitting(gone, reference, words).length > 0',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'a name means the queue that is there'],
  },
  {
    bug: 'an incall is not found without its context',
    patch: {file: 'src/services/rights/catalog.ts', from: "[name, name.split('@')[0] ?? name]", to: '[name]'},
    seenBy: ['test/services/rights/rights.test.ts', 'are sets: stored sorted and unique'],
  },
  {
    bug: 'an incall without a number is named null',
    patch: {
      file: 'src/services/rights/catalog.ts',
      from: '(exten === null ? `id:${id}` : `${exten}@${context}`)',
      to: '`${exten}@${context}`',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'on an incall whose number is in another table'],
  },
  {
    bug: 'logins fall together when case is ignored',
    patch: {
      file: 'src/database/users.ts',
      from: "convert_to(loginclient, 'UTF8') = any(${logins}::bytea[])",
      to: "lower(loginclient) = any(select lower(convert_from(login, 'UTF8')) from unnest(${logins}::bytea[]) as given(login))",
    },
    seenBy: ['test/services/rights/rights.test.ts', 'exactly: neither trimmed nor folded'],
  },
  {
    bug: 'a login given twice is done twice',
    patch: {file: 'src/services/rights/users.ts', from: '[...new Set(logins)].flatMap', to: '[...logins].flatMap'},
    seenBy: ['test/services/rights/rights.test.ts', 'of several users name every login'],
  },
  {
    bug: 'of several bad logins only the first is named',
    patch: {
      file: 'src/services/rights/users.ts',
      from: 'if (others.length === 0) throw first.error',
      to: 'if (others.length >= 0) throw first.error',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'of several users name every login'],
  },
  {
    bug: 'an ambiguous login among unknown ones makes a conflict',
    patch: {
      file: 'src/services/rights/users.ts',
      from: 'throw unknown.length > 0',
      to: 'throw unknown.length === refusals.length',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'of several users name every login'],
  },
  {
    bug: 'the hint on case names only logins that begin alike',
    patch: {
      file: 'src/services/rights/users.ts',
      from: 'each.toLowerCase() === login.toLowerCase()',
      to: 'each === login.toLowerCase()',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'exactly: neither trimmed nor folded'],
  },
  {
    bug: 'an admin is missing from who sees a queue',
    patch: {
      file: 'src/services/rights/overview.ts',
      from: "(stored.profile.type !== 'admin' && !wanted.every(sees))",
      to: '!wanted.every(sees)',
    },
    seenBy: ['test/commands/rights-list.test.ts', 'tells who sees a queue, an agent group or an incall'],
  },
  {
    bug: 'who sees a queue and a group is who sees one of them',
    patch: {file: 'src/services/rights/overview.ts', from: '!wanted.every(sees)', to: '!wanted.some(sees)'},
    seenBy: ['test/commands/rights-list.test.ts', 'tells who sees a queue, an agent group or an incall'],
  },
  {
    bug: 'a right on a group counts as one on the queue of that id',
    patch: {
      file: 'src/services/rights/overview.ts',
      from: 'row.kind === kind && row.object_id === wantedId',
      to: 'row.object_id === wantedId',
    },
    seenBy: ['test/commands/rights-list.test.ts', 'tells who sees a queue, an agent group or an incall'],
  },
  {
    bug: 'an admin may not change dissuasions in the list',
    patch: {
      file: 'src/services/rights/overview.ts',
      from: "dissuasionAccess: dissuasion = profile === 'admin'",
      to: 'dissuasionAccess: dissuasion = false',
    },
    seenBy: ['test/commands/rights-list.test.ts', 'answers over REST as with --json'],
  },
  {
    bug: 'a supervisor without a queue is told to have none left',
    patch: {
      file: 'src/services/rights/why.ts',
      from: "gone.length > 0 ? ' left' : ''",
      to: "rights.length > 0 ? '' : ' left'",
    },
    seenBy: ['test/services/rights/why.test.ts', 'no queue, or only queues that XiVO has deleted'],
  },
  {
    bug: 'a right on a group makes a queue visible in why',
    patch: {
      file: 'src/services/rights/why.ts',
      from: "each.kind === 'queue' && each.object_id === id",
      to: 'each.object_id === id',
    },
    seenBy: ['test/services/rights/why.test.ts', 'every verdict says through what, and a group is no queue'],
  },
  {
    bug: 'a user without an agent is given the queues of all agents without user',
    patch: {
      file: 'src/services/rights/why.ts',
      from: 'userid === agent ? (queue_id ?? []) : []',
      to: '!agent || userid === agent ? (queue_id ?? []) : []',
    },
    seenBy: ['test/services/rights/why.test.ts', 'no profile'],
  },
  {
    bug: 'a teacher has the recording switch',
    patch: {
      file: 'src/services/rights/why.ts',
      from: "recordingSwitch: no('a teacher only listens')",
      to: "recordingSwitch: yes('a teacher of the queue')",
    },
    seenBy: ['test/services/rights/why.test.ts', 'a teacher may do what XiVO documents'],
  },
  {
    bug: 'the recording right is what the dissuasion is judged by',
    patch: {
      file: 'src/services/rights/why.ts',
      from: "action === 'dissuasion' ? ['dissuasionAccess', dissuasion_access]",
      to: "action === 'dissuasion' ? ['dissuasionAccess', recording_access]",
    },
    seenBy: ['test/services/rights/why.test.ts', 'as he is by default may do what XiVO documents'],
  },
  {
    bug: 'another spelling of the login is not named for a user without profile',
    patch: {
      file: 'src/services/rights/why.ts',
      from: `const type = (await profileOf(trx, id))?.type
`,
      to: `const type = (await profileOf(trx, id))?.type
    if (type === undefined) continue
`,
    },
    seenBy: ['test/services/rights/why.test.ts', 'a login that differs in case from the one'],
  },
  {
    bug: 'rights that were taken away stay when the name of one changed',
    patch: {
      file: 'src/database/rights.ts',
      from: `              .whereRef('given.kind', '=', 'had.kind')
`,
      to: '',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'on a queue go, those on the group of the same id stay'],
  },
  {
    bug: 'a right keeps the name it had when it is given again',
    patch: {
      file: 'src/database/rights.ts',
      from: "doUpdateSet((eb) => ({object_name: eb.ref('excluded.object_name')}))",
      to: 'doNothing()',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'an id that XiVO gave to another group is reported'],
  },
  {
    bug: 'a change of profile keeps the dissuasion switch of before',
    patch: {
      file: 'src/database/rights.ts',
      from: 'doUpdateSet(change)',
      to: 'doUpdateSet({type, recording_access})',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'on a queue go, those on the group of the same id stay'],
  },
  {
    bug: 'users of profiles are listed by first name',
    patch: {
      file: 'src/database/users.ts',
      from: 'compare(a.lastname, b.lastname) || compare(a.firstname, b.firstname)',
      to: 'compare(a.firstname, b.firstname) || compare(a.lastname, b.lastname)',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'profiles are listed for users having a login'],
  },
  {
    bug: 'users without a login are listed',
    patch: {
      file: 'src/database/users.ts',
      from: `    .select(['id', 'firstname', 'lastname', 'loginclient as login'])
    .where('loginclient', '<>', '')`,
      to: "    .select(['id', 'firstname', 'lastname', 'loginclient as login'])",
    },
    seenBy: ['test/services/rights/rights.test.ts', 'profiles are listed for users having a login'],
  },
  {
    bug: 'a profile is asked for among all users when none has it',
    patch: {
      file: 'src/services/rights/profiles.ts',
      from: 'profile === undefined || user.profile === profile',
      to: 'profile === undefined || user.profile === undefined || user.profile === profile',
    },
    seenBy: ['test/services/rights/rights.test.ts', 'of several users name every login'],
  },
]
