import {users} from './sample-people.ts'
import {deletedQueueId, groups, queues} from './sample-queues.ts'
import type {Row, Sample} from './sample-rows.ts'

/** The content of a dialaction row: the action, its two arguments, and `linked`, which is 0 when the target has been deleted. */
type Destination = [action: string, arg1?: string | null, arg2?: string | null, linked?: 0]

const playback = '/var/lib/xivo/sounds/playback'
const none: Destination = ['none']

/** "No answer -> Fail" of each queue, one for every case. `urgences` (13), made by an API, has no row. */
const dissuasions: Record<number, Destination> = {
  1: ['sound', `${playback}/support_n1_ferme`, 'noanswer'],
  2: none,
  3: ['sound', `${playback}/sales_audio_file`],
  4: ['queue', '2'],
  5: ['sound', `${playback}/ventes_dissuasion`],
  6: ['queue', '2', '30'],
  7: ['user', '3'],
  8: ['extension', '2028', 'default'],
  9: ['queue', '99'],
  11: ['queue', String(deletedQueueId), null, 0],
  12: ['endcall:hangup'],
  14: ['sound', `${playback}/resiliations_ferme`],
  15: ['group', '3'],
}

const otherQueueEvents = ['noanswer', 'congestion', 'busy', 'qwaittime', 'qwaitratio']

/** Other events of the queues, which reveal a program that reads the wrong event. */
const otherQueueDestinations: Record<string, Destination> = {
  '3 noanswer': ['queue', '1'],
  '3 busy': ['endcall:busy', '10'],
  '3 congestion': ['sound', `${playback}/sales_audio_file_2`],
  '7 qwaittime': ['voicemail', '1', 'u'],
}

const noAnswerEvents = ['noanswer', 'congestion', 'busy', 'chanunavail']

/** User 3, group 3 and queue 3 are three different owners. */
const userDestinations: Record<string, Destination> = {
  '2 noanswer': ['voicemail', '1', 'u'],
  '2 busy': ['voicemail', '1', 'b'],
  '3 chanunavail': ['user', '19', '15'],
}

const groupDestinations: Record<string, Destination> = {
  '1 noanswer': ['queue', '2'],
  '3 chanunavail': ['sound', `${playback}/bienvenue`, 'skip'],
}

type Incall = [id: number, exten: string, context: string, description: string, destination: Destination]

const incalls: Incall[] = [
  [1, '0155000001', 'from-extern', 'Numéro principal', ['queue', '2']],
  [2, '0155000002', 'from-extern', 'Ventes Paris', ['queue', '3']],
  [3, '0155000002', 'from-lyon', 'Ventes Lyon', ['queue', '5', '30']],
  [4, '0472000010', 'from-lyon', 'Support', ['queue', '1']],
  [5, '0800123456', 'from-extern', 'Numéro vert', ['group', '1']],
  [6, '0155000003', 'from-extern', 'Ligne directe de James Bond', ['user', '2', '20']],
  [7, '0155000004', 'from-extern', 'Ancienne ligne', ['endcall:congestion', '5']],
  [8, '0155000005', 'from-extern', 'Répondeur', ['sound', `${playback}/bienvenue`, 'noanswer']],
  [9, '0155000006', 'from-extern', 'Télécopie', ['application:faxtomail', 'fax@solaris.example']],
  [10, '0155000007', 'from-extern', 'Annuaire', ['application:directory', 'default']],
  [11, '0155000008', 'from-extern', 'Essai', ['custom', 'Playback|demo-congrats']],
  [12, '0155000009', 'from-extern', '', none],
]

const disabledIncalls = [7]

/** As XiVO's REST API makes them: the number is only in `extensions`. */
const incallsOfRest: Incall[] = [[13, '0155000010', 'from-extern', '', ['queue', '3']]]

type Context = [name: string, displayname: string, type: string, commented: number]

const contexts: Context[] = [
  ['default', 'Appels internes', 'internal', 0],
  ['from-extern', 'Appels entrants', 'incall', 0],
  ['from-lyon', 'Appels entrants de Lyon', 'incall', 0],
  ['to-extern', 'Appels sortants', 'outcall', 0],
  ['ancien-site', 'Site fermé', 'internal', 1],
]

/** Outside of office hours, Premium customers are sent to the switchboard. */
const office = {id: 1, name: 'Bureau', queue: 15}
const openedOn = ['08:00-12:00', '14:00-18:00']

const lines = users.filter(([, , , , , number]) => number !== '')
const firstLineExtension = 1

export const routing: Sample = [
  ['context', contexts.map(contextRow)],
  ['contextinclude', [{context: 'default', include: 'to-extern', priority: 0}]],
  ['incall', [...incalls.map(incallRow), ...incallsOfRest.map(([id]) => numberlessRow(id))]],
  ['dialaction', [...queueActions(), ...userActions(), ...groupActions(), ...incallActions()]],
  [
    'schedule',
    [
      {
        id: office.id,
        entity_id: 1,
        name: office.name,
        timezone: 'Europe/Paris',
        fallback_action: 'queue',
        fallback_actionid: '2',
        description: '',
      },
    ],
  ],
  ['schedule_time', openedOn.map((hours) => ({schedule_id: office.id, mode: 'opened', hours, weekdays: '1-5'}))],
  ['schedule_path', [{schedule_id: office.id, path: 'queue', pathid: office.queue, order: 0}]],
  ['extensions', extensionRows()],
  ['linefeatures', lines.map(([id, , , , , number]) => lineRow(id, number))],
  ['user_line', lines.map(([id], i) => userLineRow(id, firstLineExtension + i))],
]

function contextRow([name, displayname, contexttype, commented]: Context): Row {
  return {name, displayname, entity: 'solaris', contexttype, commented, description: ''}
}

function incallRow([id, exten, context, description]: Incall): Row {
  return {id, exten, context, description, commented: disabledIncalls.includes(id) ? 1 : 0}
}

function numberlessRow(id: number): Row {
  return {id, exten: null, context: null, description: null, commented: 0}
}

function action(event: string, category: string, id: number, destination: Destination = none): Row {
  const [kind, actionarg1 = null, actionarg2 = null, linked = 1] = destination
  return {event, category, categoryval: String(id), action: kind, actionarg1, actionarg2, linked}
}

/** As the web interface writes them: a row for each event, even when nothing is set. */
function queueActions(): Row[] {
  return Object.entries(dissuasions).flatMap(([key, dissuasion]) => {
    const id = Number(key)
    const others = otherQueueEvents.map((event) => action(event, 'queue', id, otherQueueDestinations[`${id} ${event}`]))
    return [action('chanunavail', 'queue', id, dissuasion), ...others]
  })
}

function userActions(): Row[] {
  return users.flatMap(([id]) =>
    noAnswerEvents.map((event) => action(event, 'user', id, userDestinations[`${id} ${event}`])),
  )
}

function groupActions(): Row[] {
  return groups.flatMap(([id]) =>
    noAnswerEvents.map((event) => action(event, 'group', id, groupDestinations[`${id} ${event}`])),
  )
}

function incallActions(): Row[] {
  return [...incalls, ...incallsOfRest].map(([id, , , , destination]) => action('answer', 'incall', id, destination))
}

function extensionRows(): Row[] {
  const all = [
    ...lines.map(([id, , , , , exten]) => ({exten, context: 'default', type: 'user', typeval: String(id)})),
    ...queues.map(([id, , , exten]) => ({exten, context: 'default', type: 'queue', typeval: String(id)})),
    ...groups.map(([id, , exten]) => ({exten, context: 'default', type: 'group', typeval: String(id)})),
    ...[...incalls, ...incallsOfRest].map(([id, exten, context]) => ({
      exten,
      context,
      type: 'incall',
      typeval: String(id),
    })),
  ]
  return all.filter(({exten}) => exten !== '').map((row, i) => ({id: firstLineExtension + i, ...row}))
}

function lineRow(id: number, number: string): Row {
  return {
    id,
    protocol: 'sip',
    protocolid: id,
    name: `line${number}`,
    number,
    context: 'default',
    provisioningid: 100000 + id,
  }
}

function userLineRow(id: number, extension: number): Row {
  return {id, user_id: id, line_id: id, extension_id: extension, main_user: true, main_line: true}
}
