import type {Trx} from '../../database/connection/transact.ts'
import {
  type DestinationKey,
  type DissuasionRow,
  isDissuasion,
  lockDestination,
  lockDissuasion,
  putDestination,
} from '../../database/dissuasion.ts'
import {allQueues, type QueueRow} from '../../database/queues.ts'
import type {AppError} from '../../errors.ts'
import {type Change, changeOf, type Recorded} from '../../formats/changes.ts'
import type {SoundDirectory} from '../../sounds/directory.ts'
import type {Recorder} from '../journal.ts'
import {dissuasionChange, dissuasionState} from './dissuasion.ts'
import {ownerText, type Player, playersText, queueOf, refuseUnseen, soundPlayers} from './players.ts'

interface Following {
  trx: Trx
  record: Recorder
  directory: SoundDirectory
  /** The words in which it is refused. */
  refusal: (why: string) => AppError
  /** Does a player follow without us? */
  isLeft?: (change: Pick<Change, 'kind' | 'id'>) => boolean
}

/** Lets all that plays a sound play it under another name. Refuses what only XiVO's web interface changes. Returns the queues that play it. */
export async function follow(
  {trx, record, directory, refusal, isLeft = () => false}: Following,
  from: string,
  to: string,
): Promise<QueueRow[]> {
  const queues = await allQueues(trx)
  const players = (await soundPlayers(trx, directory)).filter(({name}) => name === from)
  const here = players.filter(({place}) => place === 'here')
  const fixed = here.filter(({category}) => category === 'schedule' || category === 'paging')
  if (fixed.length > 0)
    throw refusal(`'${from}' is played by ${playersText(fixed, queues)}, which only XiVO's web interface can change`)
  await refuseUnseen(trx, players, refusal)
  for (const player of here) {
    const before = await locked(trx, player, queues)
    // Somebody may have changed it until it was locked.
    if (before?.action !== 'sound' || before.linked !== 1 || before.actionarg1 !== player.path) continue
    const after = {...before, actionarg1: player.path.slice(0, player.path.lastIndexOf('/') + 1) + to}
    const change = changeOfPlayer(player, before, after, queues)
    if (!isLeft(change)) await record(change, () => putDestination(trx, player, after))
  }
  return here.filter(isDissuasion).flatMap((player) => queueOf(player, queues) ?? [])
}

function locked(trx: Trx, player: Player, queues: readonly QueueRow[]): Promise<DissuasionRow | undefined> {
  const queue = isDissuasion(player) ? queueOf(player, queues) : undefined
  return queue ? lockDissuasion(trx, queue.id) : lockDestination(trx, player)
}

function changeOfPlayer(
  player: Player,
  before: DissuasionRow,
  after: DissuasionRow,
  queues: readonly QueueRow[],
): Recorded {
  const queue = isDissuasion(player) ? queueOf(player, queues) : undefined
  if (queue) return dissuasionChange(queue, before, after, queues)
  const object = {kind: 'destination', id: idOf(player), name: ownerText(player, queues)} as const
  return changeOf(object, before, after, (row) => dissuasionState(row, queues))
}

/** A destination in the journal; only the last part may contain blanks. */
const idOf = ({event, category, categoryval}: DestinationKey) => `${event} ${category} ${categoryval}`

export function keyOf(id: string): DestinationKey {
  const [event = '', category = '', ...rest] = id.split(' ')
  return {event, category, categoryval: rest.join(' ')} as DestinationKey
}
