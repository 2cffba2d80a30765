import type {Context} from '../../context.ts'
import {snapshot} from '../../database/connection/transact.ts'
import {ownersWithoutId} from '../../database/dissuasion.ts'
import type {QueueRow} from '../../database/queues.ts'
import {xivoctl} from '../../settings/command-line.ts'
import {judge, loopFrom, type Surroundings, sendsNobodyOn} from '../dissuasion/destinations.ts'
import {existingSounds, surroundings} from '../dissuasion/dissuasion.ts'
import {type Check, type Finding, fault, few, orFine, warning} from './finding.ts'
import {renamedQueues} from './renamed-queues.ts'

export const dissuasions: Check = {
  name: 'dissuasions',
  needs: ['xivo tables'],
  async examine(context) {
    const sounds = await existingSounds(context.sounds)
    const [surrounding, unowned] = await snapshot(context, async (trx) => [
      await surroundings(trx, context.sounds, sounds),
      await ownersWithoutId(trx),
    ])
    const played = playedFrom(surrounding)
    const around = {...surrounding, asteriskPath: played ?? surrounding.asteriskPath}
    const found = [
      ...castsThatFail(unowned),
      ...(played === undefined ? [] : [otherPath(played, context.settings)]),
      ...around.queues.flatMap((queue) => ofQueue(queue, around, context)),
      ...(await renamedQueues(around, context)),
      ...unknownDefault(around, context),
    ]
    return orFine(found, 'dissuasions', 'no dissuasion leads to a missing sound or queue')
  },
}

function castsThatFail(unowned: string[]): Finding[] {
  if (unowned.length === 0) return []
  return [
    fault('dissuasions', 'conflict', {
      what: `destinations of queues whose categoryval is not an id: ${few(unowned.map((owner) => `'${owner}'`))}`,
      why: 'XiVO reads this column as a number; with such a row its query fails, and no queue has a destination',
      remedy: "DELETE FROM public.dialaction WHERE category = 'queue' AND categoryval !~ '^[0-9]+$';",
    }),
  ]
}

/** The one directory that all sounds are played from, if it differs from the settings. */
function playedFrom({rows, asteriskPath}: Surroundings): string | undefined {
  const paths = [...rows.values()].flatMap(({action, linked, actionarg1}) =>
    action === 'sound' && linked === 1 && actionarg1?.startsWith('/') ? [actionarg1] : [],
  )
  const [directory, ...others] = new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/'))))
  return others.length === 0 && directory !== asteriskPath ? directory : undefined
}

const otherPath = (played: string, {soundsAsteriskDir, origins}: Context['settings']) =>
  warning('dissuasions', {
    what: `the sounds of all dissuasions are in ${played}, but soundsAsteriskDir is ${soundsAsteriskDir} (${origins.soundsAsteriskDir})`,
    why: 'xivoctl sets sounds with a path that may not exist for Asterisk',
    remedy: `set soundsAsteriskDir to ${played}`,
  })

function ofQueue(queue: QueueRow, around: Surroundings, {settings}: Context): Finding[] {
  const loop = loopFrom(queue, around)
  if (loop.length > 0) return loop.every(({id}) => id >= queue.id) ? [goesRound(loop, settings)] : []
  const {broken} = judge(queue, around)
  if (broken) return [leadsNowhere(queue, broken, settings)]
  const action = around.rows.get(String(queue.id))?.action ?? 'none'
  return action !== 'none' && sendsNobodyOn(around.settings.get(queue.name)) ? [neverFires(queue)] : []
}

/** Each loop is reported once, starting at its queue with the lowest id. */
function goesRound(loop: Pick<QueueRow, 'id' | 'name'>[], settings: Context['settings']): Finding {
  const [first] = loop as [QueueRow]
  return warning('dissuasions', {
    what: `callers are sent in a loop: ${[...loop, first].map(({name}) => name).join(' → ')}`,
    why: 'when no agent can answer in any of these queues, they are sent from one to the next without end',
    remedy: mended(first, settings),
  })
}

const leadsNowhere = (queue: QueueRow, broken: string, settings: Context['settings']) =>
  warning('dissuasions', {
    what: `the dissuasion of '${queue.name}' is broken: ${broken}`,
    why: 'when no agent can answer, callers hear nothing and the call ends',
    remedy: mended(queue, settings),
  })

const mended = ({id}: Pick<QueueRow, 'id'>, settings: Context['settings']) =>
  `${xivoctl(settings, 'dissuasion', 'clear', `id:${id}`)}, or choose from: ${xivoctl(settings, 'dissuasion', 'options', `id:${id}`)}`

const neverFires = ({name}: QueueRow) =>
  warning('dissuasions', {
    what: `callers of '${name}' are never sent to its dissuasion: its joinempty and leavewhenempty are both empty`,
    why: 'they wait in the queue, even if no agent is there',
    remedy: "choose when callers leave an empty queue, in the queue's form in XiVO's web interface",
  })

function unknownDefault({queues}: Surroundings, {settings}: Context): Finding[] {
  const {dissuasionQueue: name, origins} = settings
  if (name === undefined || queues.some((queue) => queue.name === name)) return []
  return [
    warning('dissuasions', {
      what: `the default queue '${name}' is not in XiVO (${origins.dissuasionQueue})`,
      why: 'a dissuasion is offered only sounds, and no queue',
      remedy: `set dissuasionQueue to one of: ${few(queues.map((queue) => queue.name))}`,
    }),
  ]
}
