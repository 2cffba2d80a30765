import type {Db} from '../../database/connection/connect.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {allQueues, type QueueRow} from '../../database/queues.ts'
import {accessToSoundUses, allSoundUses, type SoundUseRow} from '../../database/sound-uses.ts'
import {type AppError, refused} from '../../errors.ts'
import type {SoundDirectory} from '../../sounds/directory.ts'
import {locating, type Whereabouts} from '../../sounds/whereabouts.ts'

/** What plays a sound, and where that is. */
export type Player = SoundUseRow & Whereabouts

export async function soundPlayers(db: Db, directory: SoundDirectory): Promise<Player[]> {
  const whereabouts = locating(directory)
  const uses = await allSoundUses(db)
  return Promise.all(uses.map(async (use) => ({...use, ...(await whereabouts(use.path))})))
}

/** The sounds of the directory that something plays. */
export const playedSounds = async (db: Db, directory: SoundDirectory): Promise<Set<string>> =>
  new Set((await soundPlayers(db, directory)).filter(({place}) => place === 'here').map(({name}) => name))

/** Refuses, in the words of `refusal`, while something plays a sound, or while that cannot be found out. */
export async function refusePlayed(
  trx: Trx,
  directory: SoundDirectory,
  sound: string,
  refusal: (why: string) => AppError,
): Promise<void> {
  const players = (await soundPlayers(trx, directory)).filter(({name}) => name === sound)
  const here = players.filter(({place}) => place === 'here')
  if (here.length > 0) throw refusal(`'${sound}' is played by ${playersText(here, await allQueues(trx))}`)
  await refuseUnseen(trx, players, refusal)
}

/** Refuses while a path of another machine may be that of the sound, or the role may not read what may play it. */
export async function refuseUnseen(
  trx: Trx,
  players: readonly Player[],
  refusal: (why: string) => AppError,
): Promise<void> {
  const [unknown] = players.filter(({place}) => place === 'unknown')
  if (unknown) throw refusal(`it is not known whether '${unknown.path}', which XiVO plays, is the same sound`)
  const {role, closed} = await accessToSoundUses(trx)
  if (closed.length === 0) return
  const {message} = refusal(`the role ${role} may not read what else may play the sound, in ${closed.join(', ')}`)
  throw refused(message, {hints: [{run: 'db init', words: ['--grant', role]}]})
}

/** The tables that the role may not read, and that may play sounds. */
export const unseenPlayers = async (db: Db): Promise<string[]> => (await accessToSoundUses(db)).closed

/** `sales (chanunavail), group 3 (chanunavail)` */
export const playersText = (players: readonly SoundUseRow[], queues: readonly QueueRow[]) =>
  players.map((use) => `${ownerText(use, queues)} (${use.event})`).join(', ')

/** The name of a queue that exists, anything else in XiVO's terms. */
export const ownerText = (use: SoundUseRow, queues: readonly QueueRow[]) =>
  queueOf(use, queues)?.name ?? `${use.category} ${use.categoryval}`

export const queueOf = (
  {category, categoryval}: Pick<SoundUseRow, 'category' | 'categoryval'>,
  queues: readonly QueueRow[],
) => (category === 'queue' ? queues.find(({id}) => String(id) === categoryval) : undefined)
