import type {Context} from '../../context.ts'
import {AppError} from '../../errors.ts'
import {xivoctl} from '../../settings/command-line.ts'
import {allSounds} from '../../sounds/directory.ts'
import type {Surroundings} from '../dissuasion/destinations.ts'
import {type Finding, warning} from './finding.ts'

/** A queue, and the name that its sounds still begin with. */
interface Renamed {
  queue: string
  former: string
}

/** XiVO does not rename the sounds of a queue with it: under the new name, none of them is offered any more. */
export async function renamedQueues(around: Surroundings, {sounds, settings}: Context): Promise<Finding[]> {
  const names = await soundNames(sounds)
  const renamed = around.queues.flatMap(({id, name}) => {
    const former = formerName(name, playedBy(id, around), names, around)
    return former === undefined ? [] : [{queue: name, former}]
  })
  return renamed.map((each) => finding(each, names, settings))
}

async function soundNames(sounds: Context['sounds']): Promise<string[]> {
  try {
    return [...new Set((await allSounds(sounds)).map(({name}) => name))]
  } catch (error) {
    // The check of the sound directory reports it.
    if (error instanceof AppError) return []
    throw error
  }
}

function playedBy(id: number, {rows, asteriskPath}: Surroundings): string | undefined {
  const row = rows.get(String(id))
  if (row?.action !== 'sound' || row.linked !== 1) return undefined
  const path = row.actionarg1 ?? ''
  return path.startsWith(`${asteriskPath}/`) ? path.slice(asteriskPath.length + 1) : undefined
}

/** The beginning of the sound that it plays, if it is no queue's name, no other queue plays one of those sounds, and it has no others. */
function formerName(
  queue: string,
  sound: string | undefined,
  names: readonly string[],
  around: Surroundings,
): string | undefined {
  const former = sound?.includes('_') ? sound.slice(0, sound.indexOf('_')) : undefined
  if (!former || names.some((name) => name.startsWith(`${queue}_`))) return undefined
  const isOfAnother = around.queues.some(({id, name}) => {
    const plays = playedBy(id, around)
    return sound?.startsWith(`${name}_`) || (name !== queue && plays?.startsWith(`${former}_`))
  })
  return isOfAnother ? undefined : former
}

function finding({queue, former}: Renamed, names: readonly string[], settings: Context['settings']): Finding {
  const lines = names
    .filter((name) => name.startsWith(`${former}_`))
    .map((name) => xivoctl(settings, 'dissuasion', 'rename-sound', name, `${queue}${name.slice(former.length)}`))
  return warning('dissuasions', {
    what: `no sounds are offered for the queue '${queue}': its sounds still begin with '${former}_', probably its former name`,
    why: 'only sounds whose name begins with that of the queue can be set',
    remedy: lines.join('; '),
  })
}
