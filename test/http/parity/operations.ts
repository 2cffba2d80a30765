import AgentsGet from '../../../commands/agents/get.ts'
import AgentsList from '../../../commands/agents/list.ts'
import CallbacksClose from '../../../commands/callbacks/close.ts'
import CallbacksCreate from '../../../commands/callbacks/create.ts'
import CallbacksDelete from '../../../commands/callbacks/delete.ts'
import DoNotCallAdd from '../../../commands/callbacks/do-not-call/add.ts'
import DoNotCallList from '../../../commands/callbacks/do-not-call/list.ts'
import DoNotCallRemove from '../../../commands/callbacks/do-not-call/remove.ts'
import CallbacksErase from '../../../commands/callbacks/erase.ts'
import CallbacksFind from '../../../commands/callbacks/find.ts'
import CallbacksGet from '../../../commands/callbacks/get.ts'
import CallbacksImport from '../../../commands/callbacks/import.ts'
import Imports from '../../../commands/callbacks/imports/index.ts'
import ImportsUndo from '../../../commands/callbacks/imports/undo.ts'
import ListsCreate from '../../../commands/callbacks/lists/create.ts'
import ListsDelete from '../../../commands/callbacks/lists/delete.ts'
import Lists from '../../../commands/callbacks/lists/index.ts'
import ListsRename from '../../../commands/callbacks/lists/rename.ts'
import ListsSetQueue from '../../../commands/callbacks/lists/set-queue.ts'
import CallbacksMove from '../../../commands/callbacks/move.ts'
import PeriodsCreate from '../../../commands/callbacks/periods/create.ts'
import PeriodsDelete from '../../../commands/callbacks/periods/delete.ts'
import Periods from '../../../commands/callbacks/periods/index.ts'
import PeriodsSetDefault from '../../../commands/callbacks/periods/set-default.ts'
import PeriodsUpdate from '../../../commands/callbacks/periods/update.ts'
import CallbacksPerson from '../../../commands/callbacks/person.ts'
import CallbacksPurge from '../../../commands/callbacks/purge.ts'
import CallbacksReopen from '../../../commands/callbacks/reopen.ts'
import CallbacksReport from '../../../commands/callbacks/report.ts'
import CallbacksStats from '../../../commands/callbacks/stats.ts'
import TicketsAdd from '../../../commands/callbacks/tickets/add.ts'
import Tickets from '../../../commands/callbacks/tickets/index.ts'
import CallbacksUpdate from '../../../commands/callbacks/update.ts'
import DissuasionCheck from '../../../commands/dissuasion/check.ts'
import DissuasionClear from '../../../commands/dissuasion/clear.ts'
import DissuasionGet from '../../../commands/dissuasion/get.ts'
import DissuasionList from '../../../commands/dissuasion/list.ts'
import DissuasionOptions from '../../../commands/dissuasion/options.ts'
import DissuasionSetQueue from '../../../commands/dissuasion/set-queue.ts'
import DissuasionSetSound from '../../../commands/dissuasion/set-sound.ts'
import GroupsList from '../../../commands/groups/list.ts'
import IncallsList from '../../../commands/incalls/list.ts'
import ProfilesList from '../../../commands/profiles/list.ts'
import QueuesGet from '../../../commands/queues/get.ts'
import QueuesList from '../../../commands/queues/list.ts'
import RightsDelete from '../../../commands/rights/delete.ts'
import RightsGet from '../../../commands/rights/get.ts'
import RightsList from '../../../commands/rights/list.ts'
import RightsSet from '../../../commands/rights/set.ts'
import RightsWhy from '../../../commands/rights/why.ts'
import type {Random} from '../../faults/random.ts'
import type {run} from '../../support/run.ts'
import {callbacksCsv} from './callbacks-csv.ts'

/** One thing that both faces can do; `<list 2>` and the like stand for uuids. */
export interface Operation {
  command: Parameters<typeof run>[0]
  argv: string[]
  method: string
  path: string
  body?: object
  /** The body of the request, and a file whose path follows `argv`. */
  csv?: Buffer
  /** What of the two answers must be the same; all of it when left out. */
  same?: (document: Record<string, unknown>) => unknown
}

/** Chance, and what is there for it to choose from. */
interface Draw extends Random {
  there: readonly string[]
}

const nobody = '00000000-0000-4000-8000-000000000000'
export const oddLogins = ['a/b', '100%', 'é ü', 'x?y=1&z#', `l${'o'.repeat(250)}ng`]
export const twin = 'twin'
const logins = ['jbond', 'mdurand', 'MDurand', 'nroux', 'jmenage', 'jurbain', "p.d'angelo@solaris.example"] as const
const strangers = ['nobody', 'JBOND', ' jbond', twin, ...oddLogins] as const
const names = [
  'Ventes',
  'Relances de Noël',
  ' Sales ',
  "L'été | l'hiver",
  '日本',
  'id:3',
  '',
  '  ',
  'a\0b',
  '\udc00',
] as const
const texts = ['Doe', "O'Neill", ' Jean  Luc ', 'a|b;"c"', 'Œ\u0301', '\ud800', 'line\nline'] as const
const numbers = ['0230210092', '+33 6 12-34.56', '*21#', '1000', '12a', '٣٤', ' 0102 ', '1'.repeat(60)] as const
const days = [
  '2026-12-01',
  '2024-02-29',
  '2026-02-30',
  'tomorrow',
  'infinity',
  '01/12/2026',
  ' 2026-12-02 ',
  '0000-01-01',
] as const
const periods = ['Matin', 'Après-midi', 'Apre\u0300s-midi', 'matin', 'Toute la journée', 'Soir', 'Nuit'] as const
type Span = [start: string, end: string]
const spans: [Span, ...Span[]] = [
  ['08:00', '12:00'],
  ['09:30:15', '18:00'],
  ['18:00', '20:00'],
  ['00:00', '23:59:59'],
]
const statuses = ['answered', 'no-answer', 'busy', 'sold'] as const
const times = ['08:00', '12:00', '18:00', '24:00', '9h', ''] as const
const queues = [1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 15] as const
const noQueues = [0, 10, 99, 2 ** 31 - 1] as const

const login = ({oneIn, pick}: Draw) => (oneIn(3) ? pick(strangers) : pick(logins))
const queue = ({oneIn, pick}: Draw) => (oneIn(8) ? pick(noQueues) : pick(queues))

/** Mostly something that is there; else what was, never was, or cannot be. */
function uuid({there, oneIn, pick}: Draw, kind: 'list' | 'period' | 'request' | 'import'): string {
  const [first, ...others] = there.filter((name) => name.startsWith(`<${kind} `))
  if (first === undefined || oneIn(8)) return pick([nobody, 'nonsense', `<${kind} 0>`])
  return pick([first, ...others])
}

/** Nothing of a name but its characters: `<` and `>` stay for those that stand for uuids. */
const segment = (text: string) => (/^<\w+ \d+>$/.test(text) ? text : encodeURIComponent(text))

const asList = (document: object) => [document].flat()

type Fields = Record<string, string>

const flagOf: Fields = {
  phoneNumber: 'phone',
  mobilePhoneNumber: 'mobile',
  firstName: 'first-name',
  lastName: 'last-name',
  company: 'company',
  description: 'description',
  dueDate: 'due',
  period: 'period',
}

const flags = (fields: Fields, spelling: Fields = {}) =>
  Object.entries(fields).flatMap(([field, value]) => [`--${spelling[field] ?? field}`, value])

/** Some of these fields, each with one of its values; now and then the empty text. */
function some(draw: Draw, choices: Record<string, readonly [string, ...string[]]>, oneIn = 2): Fields {
  const chosen = Object.entries(choices).filter(() => draw.oneIn(oneIn))
  return Object.fromEntries(chosen.map(([field, values]) => [field, draw.oneIn(10) ? '' : draw.pick(values)]))
}

const requestFields = (draw: Draw): Fields => ({
  ...some(draw, {phoneNumber: numbers, mobilePhoneNumber: numbers}),
  ...some(
    draw,
    {firstName: texts, lastName: texts, company: texts, description: texts, dueDate: days, period: periods},
    4,
  ),
})

/** A value that the profile does not have is refused on the command line, and left out over REST: here it is empty. */
function rights(draw: Draw) {
  const type = draw.oneIn(3)
    ? undefined
    : draw.oneIn(10)
      ? 'boss'
      : draw.pick(['admin', 'supervisor', 'supervisor', 'teacher'])
  const hasSwitches = type === 'supervisor' || type === 'boss'
  const hasLists = hasSwitches || type === 'teacher'
  const lists = {queueIds: ['queue', queue], groupIds: ['group', group], incallIds: ['incall', incall]} as const
  const data: Record<string, number[] | boolean> = {}
  const argv: string[] = []
  for (const [field, [flag, one]] of Object.entries(lists)) {
    if (!draw.oneIn(2)) continue
    const ids = Array.from({length: hasLists ? draw.below(4) : 0}, () => one(draw))
    data[field] = ids
    argv.push(...(ids.length === 0 ? [`--no-${flag}s`] : ids.flatMap((id) => [`--${flag}`, `id:${id}`])))
  }
  for (const [field, flag] of [
    ['recordingAccess', 'recording'],
    ['dissuasionAccess', 'dissuasion'],
  ] as const) {
    if (!draw.oneIn(2)) continue
    data[field] = hasSwitches && draw.oneIn(2)
    argv.push(data[field] ? `--${flag}` : `--no-${flag}`)
  }
  return {
    argv: [...argv, ...(type === undefined ? [] : ['--profile', type])],
    body: {...(type !== undefined && {type}), ...(Object.keys(data).length > 0 && {data})},
  }
}

const group = ({oneIn, pick}: Draw) => (oneIn(10) ? pick([4, 99]) : pick([1, 2, 3, 5]))
const incall = ({oneIn, pick}: Draw) => (oneIn(10) ? 99 : pick([1, 2, 3, 4, 5, 6]))

type Condition = [field: string, operator: string, value?: string | number | boolean]

const conditions: [Condition, ...Condition[]] = [
  ['lastName', '=', "O'Neill"],
  ['lastName', 'ilike', 'd%'],
  ['phoneNumber', 'LIKE', '02%'],
  ['clotured', '=', true],
  ['clotured', '!=', true],
  ['queueId', '>=', 5],
  ['dueDate', '<=', '2026-12-01'],
  ['company', 'is  null'],
  ['period', '!=', 'Matin'],
  ['mobilePhoneNumber', 'IS NOT NULL'],
  ['listUuid', '=', '<list 0>'],
  ['preferredPeriodUuid', '=', '<period 1>'],
  ['dueDate', '<', 'tomorrow'],
  ['dueDate', '<', 'next week'],
  ['list', '=', 'Support'],
  ['queue', '!=', 'ventes'],
  ['phone', '=', '+33 2 30 21 00 92'],
  ['phone', '>', '1000'],
  ['uuid', '=', 'nonsense'],
  ['clotured', 'like', 't%'],
  ['queueId', '=', '99999999999'],
  ['name', '=', 'Doe'],
  ['lastName', '~', 'D'],
  ['lastName', 'like', '\\'],
]

function find(draw: Draw): Operation {
  const wanted = Array.from({length: draw.below(3)}, () => draw.pick(conditions))
  const orders = draw.oneIn(3) ? [draw.pick(['dueDate', 'lastName', 'listUuid', 'phone'])] : []
  const page = {
    ...(draw.oneIn(4) && {offset: draw.pick([0, 1, 3, 10 ** 12, -1])}),
    ...(draw.oneIn(4) && {limit: draw.pick([0, 1, 5, 1000, -1, 1.5])}),
  }
  const isPaged = Object.keys(page).length > 0
  return {
    command: CallbacksFind,
    argv: [
      ...wanted.flatMap((condition) => ['--filter', condition.join(' ')]),
      ...orders.flatMap((field) => ['--sort', `${field}:desc`]),
      ...Object.entries(page).map(([name, value]) => `--${name}=${value}`),
    ],
    method: 'POST',
    path: '/callback_requests/find',
    body: {
      filters: [
        ...wanted.map(([field, operator, value]) => ({field, operator, ...(value !== undefined && {value})})),
        ...orders.map((field) => ({field, order: 'DESC'})),
      ],
      ...page,
    },
    // Of requests that are equal but for their uuid, either may be on the page.
    same: ({total, list}) => ({
      total,
      list: isPaged ? (list as unknown[]).length : (list as Record<string, unknown>[]).map(ofThePage),
    }),
  }
}

/** Only the command and this product's own routes tell when a request came and was closed, of its tickets, and of names. */
const ofThePage = ({
  listName: _____,
  queueName: ______,
  createdAt: _,
  closedAt: __,
  attempts: ___,
  lastStatus: ____,
  ...request
}: Record<string, unknown>) => request

function load(draw: Draw): Operation {
  const list = uuid(draw, 'list')
  const dryRun = draw.oneIn(5)
  const onDuplicate = draw.pick(['', '', '', 'skip', 'skip', 'error', 'insert', 'maybe'])
  const query = [...(dryRun ? ['dryRun=true'] : []), ...(onDuplicate ? [`onDuplicate=${onDuplicate}`] : [])]
  return {
    command: CallbacksImport,
    argv: [
      '--no-guess',
      ...(dryRun ? ['--dry-run'] : []),
      ...(onDuplicate ? ['--on-duplicate', onDuplicate] : []),
      `id:${list}`,
    ],
    method: 'POST',
    path: `/callback_lists/${segment(list)}/callback_requests/csv?${query.join('&')}`,
    csv: callbacksCsv(draw),
    same: withoutFile,
  }
}

/** A command tells of several files, of which there is one; only it knows the file's name. */
function withoutFile({files, ...document}: Record<string, unknown>) {
  const report = {...document, ...(files as object[] | undefined)?.[0], file: ''}
  const {earlier, changes} = report as {earlier?: object; changes?: {after: object}[]}
  return {
    ...report,
    ...(earlier && {earlier: withoutSource(earlier)}),
    ...(changes && {
      changes: changes.map(({after, ...change}) => ({...change, name: '', after: {...after, file: ''}})),
    }),
  }
}

/** A run without what each face says of its own: the file's name, and who imported it. */
const withoutSource = (run: object) => ({...run, fileName: '', importedBy: ''})
const withoutSources = (runs: object) => asList(runs).map(withoutSource)

/** The API does not tell who is logged in. */
const withoutLogin = ({loggedIn: _, extension: __, ...agent}: Record<string, unknown>) => agent

/** Each face has its own actor, and its own words for what was asked; an upload has no file name. */
const withoutActors = (document: unknown): unknown =>
  JSON.parse(JSON.stringify(document), (key, value) => {
    if (key === 'fileName') return undefined
    return ['by', 'asked', 'change'].includes(key) ? '' : value
  })

/** A command prints the rows themselves, a route an object with them. */
const rowsOf = (document: Record<string, unknown>) => withoutActors(document.list ?? document)

type Operations = Record<string, (draw: Draw) => Operation>

/** Every noun and verb that has a command and a route: those that read … */
export const reads: Operations = {
  'profiles list': () => ({command: ProfilesList, argv: [], method: 'GET', path: '/users'}),
  'rights get': (draw) => {
    const whose = login(draw)
    return {
      command: RightsGet,
      argv: [whose],
      method: 'GET',
      path: `/rights/user/${segment(whose)}`,
      same: ({login: _, ...rights}) => rights,
    }
  },
  'rights list': (draw) => {
    const kinds = {queue, group, incall}
    const kind = draw.pick(['queue', 'group', 'incall'] as const)
    const id = draw.oneIn(2) ? kinds[kind](draw) : undefined
    return {
      command: RightsList,
      argv: id === undefined ? [] : [`--${kind}`, `id:${id}`],
      method: 'GET',
      path: id === undefined ? '/rights' : `/rights?${kind}Id=${id}`,
    }
  },
  'rights why': (draw) => {
    const whose = login(draw)
    const id = draw.oneIn(3) ? undefined : queue(draw)
    return {
      command: RightsWhy,
      argv: id === undefined ? [whose] : [whose, '--queue', `id:${id}`],
      method: 'GET',
      path: `/rights/user/${segment(whose)}/queue${id === undefined ? '' : `/${id}`}`,
    }
  },
  stats: (draw) => {
    const list = draw.oneIn(2) ? uuid(draw, 'list') : undefined
    return {
      command: CallbacksStats,
      argv: list === undefined ? [] : [`id:${list}`],
      method: 'GET',
      path: `/callback_stats${list === undefined ? '' : `?listUuid=${list}`}`,
    }
  },
  report: (draw) => {
    const list = draw.oneIn(2) ? uuid(draw, 'list') : undefined
    const from = draw.pick(['-2y', 'yesterday', '2026-02-30'])
    return {
      command: CallbacksReport,
      argv: ['--from', from, ...(list === undefined ? [] : ['--list', `id:${list}`])],
      method: 'GET',
      path: `/callback_report?from=${from}${list === undefined ? '' : `&listUuid=${list}`}`,
    }
  },
  lists: (draw) => {
    const value = draw.pick(['true', 'false', 'banana'])
    const argv = {true: ['--with-requests'], false: [], banana: ['--with-requests=banana']}[value] ?? []
    return {command: Lists, argv, method: 'GET', path: `/callback_lists?withRequest=${value}`}
  },
  get: (draw) => {
    const request = uuid(draw, 'request')
    return {command: CallbacksGet, argv: [request], method: 'GET', path: `/callback_requests/${request}`}
  },
  find: find,
  imports: (draw) => {
    const list = draw.oneIn(2) ? uuid(draw, 'list') : undefined
    return {
      command: Imports,
      argv: list === undefined ? [] : ['--list', `id:${list}`],
      method: 'GET',
      path: `/callback_imports${list === undefined ? '' : `?listUuid=${list}`}`,
      same: withoutSources,
    }
  },
  tickets: (draw) => {
    const list = draw.oneIn(2) ? uuid(draw, 'list') : undefined
    const status = draw.pick(['', '', ...statuses])
    return {
      command: Tickets,
      argv: [...(list === undefined ? [] : [`id:${list}`]), ...(status ? ['--status', status] : [])],
      method: 'GET',
      path: `/callback_tickets?${[...(list ? [`listUuid=${list}`] : []), ...(status ? [`status=${status}`] : [])].join('&')}`,
      same: rowsOf,
    }
  },
  person: (draw) => {
    const phone = draw.pick(numbers)
    return {
      command: CallbacksPerson,
      argv: ['--phone', phone, '--everyone'],
      method: 'POST',
      path: '/callback_requests/person',
      body: {phoneNumbers: [phone], everyone: true},
      same: withoutActors,
    }
  },
  'do-not-call list': (draw) => {
    const phone = draw.pick(numbers)
    const queueId = draw.oneIn(2) ? queue(draw) : undefined
    return {
      command: DoNotCallList,
      argv: ['--phone', phone, ...(queueId === undefined ? [] : ['--queue', `id:${queueId}`])],
      method: 'POST',
      path: '/do_not_call/find',
      body: {phoneNumbers: [phone], ...(queueId !== undefined && {queueId})},
      same: rowsOf,
    }
  },
  periods: () => ({command: Periods, argv: [], method: 'GET', path: '/callback_periods'}),
  'agents list': () => ({
    command: AgentsList,
    argv: [],
    method: 'GET',
    path: '/agent_config',
    same: (agents) => (asList(agents) as Record<string, unknown>[]).map(withoutLogin),
  }),
  'agents get': (draw) => {
    const id = draw.pick([1, 2, 8, 13, 14, 15, 0, 99, 2 ** 32])
    return {
      command: AgentsGet,
      argv: [String(id), '--id'],
      method: 'GET',
      path: `/agent_config/${id}`,
      same: withoutLogin,
    }
  },
  'queues list': () => ({command: QueuesList, argv: [], method: 'GET', path: '/queues'}),
  'queues get': (draw) => {
    const id = queue(draw)
    return {command: QueuesGet, argv: [`id:${id}`], method: 'GET', path: `/queues/${id}`}
  },
  'groups list': () => ({command: GroupsList, argv: [], method: 'GET', path: '/groups'}),
  'incalls list': () => ({command: IncallsList, argv: [], method: 'GET', path: '/incalls'}),
  'dissuasion list': () => ({command: DissuasionList, argv: [], method: 'GET', path: '/dissuasions'}),
  // Of these queues everything that is used plays: a command that finds a fault exits with its code, whose route answers 200.
  'dissuasion check': (draw) => {
    const id = draw.pick([1, 3, 4, 7, 10, 99])
    return {command: DissuasionCheck, argv: [`id:${id}`], method: 'GET', path: `/dissuasion_sounds?queueId=${id}`}
  },
  'dissuasion get': (draw) => {
    const id = queue(draw)
    return {command: DissuasionGet, argv: [`id:${id}`], method: 'GET', path: `/queue/${id}/dissuasion`}
  },
  'dissuasion options': (draw) => {
    const id = queue(draw)
    return {command: DissuasionOptions, argv: [`id:${id}`], method: 'GET', path: `/queue/${id}/dissuasions`}
  },
}

/** … and those that write. */
export const writes: Operations = {
  'rights set': (draw) => {
    const whose = login(draw)
    const {argv, body} = rights(draw)
    return {command: RightsSet, argv: [whose, ...argv], method: 'POST', path: `/rights/user/${segment(whose)}`, body}
  },
  'rights delete': (draw) => {
    const whose = login(draw)
    return {command: RightsDelete, argv: [whose, '--yes'], method: 'DELETE', path: `/rights/user/${segment(whose)}`}
  },
  // A name that is there already is the one thing that the two faces answer differently.
  'lists create': (draw) => {
    const drawn = draw.pick(names)
    const name = drawn.trim() === '' ? drawn : `${drawn} ${draw.below(1_000_000)}`
    const queueId = queue(draw)
    return {
      command: ListsCreate,
      argv: [name, '--queue', `id:${queueId}`],
      method: 'POST',
      path: '/callback_lists',
      body: {name, queueId},
    }
  },
  'lists rename': (draw) => {
    const list = uuid(draw, 'list')
    const name = draw.pick(names)
    return {
      command: ListsRename,
      argv: [`id:${list}`, name],
      method: 'PATCH',
      path: `/callback_lists/${list}`,
      body: {name},
    }
  },
  'lists set-queue': (draw) => {
    const list = uuid(draw, 'list')
    const queueId = queue(draw)
    return {
      command: ListsSetQueue,
      argv: [`id:${list}`, `id:${queueId}`],
      method: 'PATCH',
      path: `/callback_lists/${list}`,
      body: {queueId},
    }
  },
  'lists delete': (draw) => {
    const list = draw.oneIn(3) ? uuid(draw, 'list') : draw.pick([nobody, 'nonsense'])
    return {command: ListsDelete, argv: [`id:${list}`, '--yes'], method: 'DELETE', path: `/callback_lists/${list}`}
  },
  create: (draw) => {
    const list = uuid(draw, 'list')
    const fields = requestFields(draw)
    return {
      command: CallbacksCreate,
      argv: [`id:${list}`, ...flags(fields, flagOf)],
      method: 'POST',
      path: `/callback_lists/${list}/callback_requests`,
      body: fields,
    }
  },
  update: (draw) => {
    const request = uuid(draw, 'request')
    const fields = requestFields(draw)
    return {
      command: CallbacksUpdate,
      argv: [request, ...flags(fields, flagOf)],
      method: 'PATCH',
      path: `/callback_requests/${request}`,
      body: fields,
    }
  },
  'update of a field that there is not': (draw) => {
    const request = uuid(draw, 'request')
    return {
      command: CallbacksUpdate,
      argv: [request, '--email', 'x'],
      method: 'PATCH',
      path: `/callback_requests/${request}`,
      body: {email: 'x'},
    }
  },
  move: (draw) => {
    const request = uuid(draw, 'request')
    const listUuid = uuid(draw, 'list')
    return {
      command: CallbacksMove,
      argv: [request, '--to', `id:${listUuid}`],
      method: 'POST',
      path: `/callback_requests/${request}/move`,
      body: {listUuid},
      same: asList,
    }
  },
  close: (draw) => {
    const request = uuid(draw, 'request')
    return {
      command: CallbacksClose,
      argv: [request],
      method: 'POST',
      path: `/callback_requests/${request}/close`,
      same: asList,
    }
  },
  reopen: (draw) => {
    const request = uuid(draw, 'request')
    return {
      command: CallbacksReopen,
      argv: [request],
      method: 'POST',
      path: `/callback_requests/${request}/reopen`,
      same: asList,
    }
  },
  delete: (draw) => {
    const request = uuid(draw, 'request')
    return {
      command: CallbacksDelete,
      argv: [request, '--yes'],
      method: 'DELETE',
      path: `/callback_requests/${request}`,
      same: asList,
    }
  },
  erase: (draw) => {
    const phone = draw.pick(numbers)
    const dryRun = draw.oneIn(2)
    return {
      command: CallbacksErase,
      argv: ['--phone', phone, ...(dryRun ? ['--dry-run'] : ['--yes'])],
      method: 'POST',
      path: `/callback_requests/erase${dryRun ? '?dryRun=true' : ''}`,
      body: {phoneNumbers: [phone]},
    }
  },
  purge: (draw) => {
    const closedBefore = draw.pick(days)
    return {
      command: CallbacksPurge,
      argv: ['--closed-before', closedBefore, '--yes'],
      method: 'POST',
      path: '/callback_requests/purge',
      body: {closedBefore},
    }
  },
  'tickets add': (draw) => {
    const request = uuid(draw, 'request')
    const status = draw.pick(statuses)
    const fields = some(draw, {comment: texts, dueDate: days}, 3)
    const close = draw.oneIn(3)
    return {
      command: TicketsAdd,
      argv: [request, '--status', status, ...flags(fields, {dueDate: 'due'}), ...(close ? ['--close'] : [])],
      method: 'POST',
      path: '/callback_tickets',
      body: {uuids: [request], status, ...fields, ...(close && {close})},
      same: rowsOf,
    }
  },
  'do-not-call add': (draw) => {
    const phone = draw.pick(numbers)
    const queueId = draw.oneIn(2) ? queue(draw) : undefined
    const fields = some(draw, {reason: texts, since: days}, 3)
    return {
      command: DoNotCallAdd,
      argv: [phone, ...(queueId === undefined ? [] : ['--queue', `id:${queueId}`]), ...flags(fields)],
      method: 'POST',
      path: '/do_not_call',
      body: {phoneNumbers: [phone], ...(queueId !== undefined && {queueId}), ...fields},
      same: rowsOf,
    }
  },
  'do-not-call remove': (draw) => {
    const phone = draw.pick(numbers)
    return {
      command: DoNotCallRemove,
      argv: [phone, '--yes'],
      method: 'POST',
      path: '/do_not_call/remove',
      body: {phoneNumbers: [phone]},
      same: rowsOf,
    }
  },
  import: load,
  'imports undo': (draw) => {
    const run = uuid(draw, 'import')
    return {
      command: ImportsUndo,
      argv: [run, '--yes'],
      method: 'POST',
      path: `/callback_imports/${run}/undo`,
      same: ({run, ...rest}) => ({...rest, run: withoutSource(run as object)}),
    }
  },
  'periods create': (draw) => {
    const name = draw.pick(periods)
    const [start, end] = draw.oneIn(4) ? [draw.pick(times), draw.pick(times)] : draw.pick(spans)
    return {
      command: PeriodsCreate,
      argv: [name, '--start', start, '--end', end],
      method: 'POST',
      path: '/callback_periods',
      body: {name, periodStart: start, periodEnd: end},
    }
  },
  'periods update': (draw) => {
    const period = uuid(draw, 'period')
    const fields = some(draw, {name: periods, periodStart: times, periodEnd: times})
    return {
      command: PeriodsUpdate,
      argv: [`id:${period}`, ...flags(fields, {periodStart: 'start', periodEnd: 'end'})],
      method: 'PATCH',
      path: `/callback_periods/${period}`,
      body: fields,
    }
  },
  'periods delete': (draw) => {
    const period = uuid(draw, 'period')
    return {
      command: PeriodsDelete,
      argv: [`id:${period}`, '--yes'],
      method: 'DELETE',
      path: `/callback_periods/${period}`,
    }
  },
  'periods set-default': (draw) => {
    const period = uuid(draw, 'period')
    return {
      command: PeriodsSetDefault,
      argv: [`id:${period}`],
      method: 'POST',
      path: `/callback_periods/${period}/default`,
    }
  },
  'dissuasion set-sound': (draw) => {
    const id = draw.oneIn(2) ? 3 : queue(draw)
    const soundFile = draw.pick([
      'sales_newSoundFile',
      'sales_audio_file.wav',
      'sav_ferme',
      '../bienvenue',
      'sales_',
      '',
    ])
    const noanswer = draw.oneIn(3) ? {noanswer: true} : undefined
    const skip = draw.oneIn(3) ? {skip: false} : undefined
    return {
      command: DissuasionSetSound,
      argv: [`id:${id}`, soundFile, ...(noanswer ? ['--noanswer'] : []), ...(skip === undefined ? [] : ['--no-skip'])],
      method: 'PUT',
      path: `/queue/${id}/dissuasion/sound_file`,
      body: {soundFile, ...noanswer, ...skip},
    }
  },
  'dissuasion set-queue': (draw) => {
    const id = queue(draw)
    const queueName = draw.pick(['switchboard', 'sales', 'support', 'nuit', 'suport', '2', ''])
    const ring = draw.oneIn(3) ? {ringTime: draw.pick([0, 30])} : undefined
    return {
      command: DissuasionSetQueue,
      argv: [`id:${id}`, `name:${queueName}`, ...(ring ? ['--ring-time', String(ring.ringTime)] : [])],
      method: 'PUT',
      path: `/queue/${id}/dissuasion/queue`,
      body: {queueName, ...ring},
    }
  },
  'dissuasion clear': (draw) => {
    const id = queue(draw)
    return {command: DissuasionClear, argv: [`id:${id}`, '--yes'], method: 'DELETE', path: `/queues/${id}/dissuasion`}
  },
}

/** What has so many shapes that it comes more often. */
export const manifold = ['rights set', 'import', 'create', 'update', 'find'] as const
