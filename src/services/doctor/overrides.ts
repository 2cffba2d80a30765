import type {Context} from '../../context.ts'
import {snapshot} from '../../database/connection/transact.ts'
import {isAttended, type OverrideRow, overrides as overridesIn} from '../../database/overrides.ts'
import {shellLine} from '../../formats/shell.ts'
import {xivoctl} from '../../settings/command-line.ts'
import {allSounds} from '../../sounds/directory.ts'
import {hashOf} from '../../sounds/place.ts'
import {unrecordedSounds} from '../../sounds/unrecorded.ts'
import {stateOf} from '../dissuasion/override-steps.ts'
import {ATTENDED_MINUTES} from '../dissuasion/override-times.ts'
import {playedSounds} from '../dissuasion/players.ts'
import {type Check, type Finding, few, orFine, warning} from './finding.ts'

/** Overrides with a time that nothing acts on, and files that an override has left. */
export const overrides: Check = {
  name: 'overrides',
  needs: ['xivo tables', 'own tables', 'sounds'],
  async examine(context) {
    const [all, attended, played] = await snapshot(context, async (trx) => [
      await overridesIn(trx, {live: false}),
      await isAttended(trx, ATTENDED_MINUTES),
      await playedSounds(trx, context.sounds),
    ])
    const live = all.filter((row) => stateOf(row) !== 'ended')
    const found = [
      ...(attended ? [] : live.filter(waits).map((row) => unattended(row, context))),
      ...leftFiles(context, await filesLeft(context, all, played)),
    ]
    return orFine(found, 'overrides', 'no files are left over, and every override with a time will start and end')
  },
}

const waits = (row: OverrideRow) => stateOf(row) === 'planned' || row.ends_at !== null

const unattended = ({id, sound, ends_at}: OverrideRow, {settings}: Context) =>
  warning('overrides', {
    what: `the override ${id} (${sound}) has a time${ends_at === null ? '' : ` (until ${ends_at})`}, but nothing has started or ended overrides in the last ${ATTENDED_MINUTES} minutes`,
    why: 'it will not start or end on time, and callers hear the wrong announcement',
    remedy: `${xivoctl(settings, 'dissuasion', 'end-override', '--due', '--quiet')}, every minute from cron or a systemd timer`,
  })

/** Of overrides that have ended, and of programs that were ended by force while they placed them. */
async function filesLeft(
  {sounds}: Context,
  all: readonly OverrideRow[],
  played: ReadonlySet<string>,
): Promise<string[]> {
  const there = new Set((await allSounds(sounds)).map(({file}) => file))
  const wanted = new Set(
    all.filter((row) => stateOf(row) !== 'ended').flatMap(({queues}) => queues.map(({file}) => file)),
  )
  const left: string[] = await unrecordedSounds(sounds)
  for (const {queues, sha256} of all.filter((row) => stateOf(row) === 'ended')) {
    const own = queues.filter(({placed, file}) => placed && there.has(file))
    for (const {file} of own) if ((await hashOf(sounds, file)) === sha256) left.push(file)
  }
  const isPlayed = (file: string) => played.has(file.replace(/\.[^.]*$/, ''))
  return [...new Set(left)].filter((file) => !wanted.has(file) && !isPlayed(file)).sort()
}

function leftFiles({sounds}: Context, files: readonly string[]): Finding[] {
  if (files.length === 0) return []
  return [
    warning('overrides', {
      what: `an override has left sounds behind, and nothing plays them: ${few(files)}`,
      why: 'they are offered as dissuasions of their queues',
      remedy: shellLine('rm', '--', ...files.map((file) => `${sounds.path}/${file}`)),
    }),
  ]
}
