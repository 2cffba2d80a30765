import type {Planted} from './planted.ts'

export const dissuasion: readonly Planted[] = [
  {
    bug: 'a dissuasion is read without a lock before it is written',
    patch: {
      file: 'src/services/dissuasion/dissuasion.ts',
      from: 'await lockDissuasion(trx, queue.id)',
      to: '(await dissuasionOfQueue(trx, queue.id))?.row',
    },
    seenBy: ['test/services/locks.test.ts', 'a dissuasion that is set, for a change of it'],
  },
  {
    bug: "the sound file is looked for before the queue's name",
    patch: {
      file: 'src/services/dissuasion/dissuasion.ts',
      from: 'return changeDissuasion(context, reference, decide, {keepsSounds: true})',
      to: `return changeDissuasion(context, reference, decide, {keepsSounds: true}).catch(async (error) => {
    if (error.code === 'QueueNotFound') {
      chooseSound(await offeredSounds(context.sounds, ''), {name: reference} as QueueRow, file)
    }
    throw error
  })`,
    },
    seenBy: [
      'test/services/dissuasion/dissuasion.test.ts',
      'of a queue that is not there is not found for the queue first',
    ],
  },
  {
    bug: 'a loop through every queue is not followed to its end',
    patch: {
      file: 'src/services/dissuasion/destinations.ts',
      from: 'way.length <= queues.length',
      to: 'way.length < queues.length',
    },
    seenBy: ['test/services/dissuasion/dissuasion.test.ts', 'a loop through every queue is broken for all of them'],
  },
  {
    bug: 'the sounds of a queue are those that start with its name alone',
    patch: {
      file: 'src/services/dissuasion/sounds.ts',
      from: '.startsWith(`${name}_`)',
      to: '.startsWith(name)',
    },
    seenBy: ['test/services/dissuasion/sounds.test.ts', 'of one queue leave out those of a queue with a longer name'],
  },
  {
    bug: 'a sound keeps the ring time of the queue that was there',
    patch: {
      file: 'src/services/dissuasion/dissuasion.ts',
      from: "action !== 'none' && former?.action === action ? former.actionarg2 || null : null",
      to: "action !== 'none' ? former?.actionarg2 || null : null",
    },
    seenBy: ['test/services/dissuasion/dissuasion.test.ts', 'drops the ring time of a former queue'],
  },
  {
    bug: 'choosing noanswer takes skip away',
    patch: {
      file: 'src/services/dissuasion/dissuasion.ts',
      from: 'wanted ?? former !== undefined',
      to: 'wanted ?? (former !== undefined && noanswer === undefined)',
    },
    seenBy: [
      'test/services/dissuasion/dissuasion.test.ts',
      'with the playback options "skipnoanswer" and {"noanswer":false} it has "skip"',
    ],
  },
  {
    bug: 'the default queue is offered to itself',
    patch: {
      file: 'src/services/dissuasion/dissuasion.ts',
      from: 'queue.name === settings.dissuasionQueue && queue.id !== id',
      to: 'queue.name === settings.dissuasionQueue',
    },
    seenBy: [
      'test/services/dissuasion/dissuasion.test.ts',
      'the default queue is not offered to itself, and only while it exists',
    ],
  },
  {
    bug: 'a target that was deleted is told as fine',
    patch: {
      file: 'src/services/dissuasion/destinations.ts',
      from: 'if (row.linked !== 1) return {broken',
      to: 'if (row.linked > 1) return {broken',
    },
    seenBy: [
      'test/services/dissuasion/dissuasion.test.ts',
      'marks the destinations that callers would not reach, and no others',
    ],
  },
  {
    bug: 'a disabled target queue is not broken when it has no settings',
    patch: {
      file: 'src/services/dissuasion/destinations.ts',
      from: 'around.settings.get(target.name)?.commented !== 0',
      to: 'around.settings.get(target.name)?.commented === 1',
    },
    seenBy: [
      'test/services/dissuasion/dissuasion.test.ts',
      'a queue that Asterisk has no settings of is as a disabled one',
    ],
  },
  {
    bug: 'a change of a dissuasion does not mark it linked again',
    patch: {
      file: 'src/database/dissuasion.ts',
      from: 'doUpdateSet(row)',
      to: 'doUpdateSet({action: row.action, actionarg1: row.actionarg1, actionarg2: row.actionarg2})',
    },
    seenBy: ['test/services/dissuasion/dissuasion.test.ts', 'a loop through every queue is broken for all of them'],
  },
  {
    bug: 'an override that ends leaves rows that had none',
    patch: {
      file: 'src/services/dissuasion/override-steps.ts',
      from: 'to === undefined ? deleteDissuasion(trx, queue.id) : putDissuasion(trx, queue.id, to)',
      to: 'to === undefined ? Promise.resolve() : putDissuasion(trx, queue.id, to)',
    },
    seenBy: [
      'test/services/dissuasion/overrides.test.ts',
      'plays its sound under the name of each, and its end puts every row back to the byte',
    ],
  },
  {
    bug: 'a second override remembers the announcement of the first',
    patch: {
      file: 'src/services/dissuasion/override-steps.ts',
      from: 'before: isTheirs ? (other.queue.before ?? null) : (former ?? null), after',
      to: 'before: former ?? null, after',
    },
    seenBy: [
      'test/services/dissuasion/overrides.test.ts',
      'keeps what was there before the first, and an ended announcement never comes back',
    ],
  },
  {
    bug: 'a replaced override is ended although other queues of it run',
    patch: {
      file: 'src/services/dissuasion/override-steps.ts',
      from: 'all.every(({outcome}) => outcome)',
      to: 'all.some(({outcome}) => outcome)',
    },
    seenBy: [
      'test/services/dissuasion/overrides.test.ts',
      'keeps what was there before the first, and an ended announcement never comes back',
    ],
  },
  {
    bug: 'queues of an override are locked in the order in which they were named',
    patch: {
      file: 'src/services/dissuasion/override-steps.ts',
      from: 'for (const queue of [...queues].sort((a, b) => a.id - b.id))',
      to: 'for (const queue of queues)',
    },
    seenBy: ['test/services/locks.test.ts', 'dissuasions by the ids of their queues'],
  },
  {
    bug: 'files of an override go although another one will play them',
    patch: {
      file: 'src/services/dissuasion/override-steps.ts',
      from: '!wanted.has(file) && !played.has(soundFile)',
      to: '!played.has(soundFile)',
    },
    seenBy: [
      'test/services/dissuasion/overrides.test.ts',
      'that is to play the same sound later keeps its file when the first ends',
    ],
  },
  {
    bug: 'files of an override go that were there before it',
    patch: {
      file: 'src/services/dissuasion/override-steps.ts',
      from: 'queues.filter(({placed, file, soundFile}) => placed && ',
      to: 'queues.filter(({file, soundFile}) => ',
    },
    seenBy: ['test/services/dissuasion/overrides.test.ts', 'leaves a file that was there before it'],
  },
  {
    bug: 'a time without anybody who keeps it is refused only when it starts later',
    patch: {
      file: 'src/services/dissuasion/override-times.ts',
      from: '(start > now || until !== null) && !(await',
      to: 'start > now && !(await',
    },
    seenBy: ['test/services/dissuasion/overrides.test.ts', 'is refused unless somebody does what is due'],
  },
  {
    bug: 'a planned override that is over is started',
    patch: {
      file: 'src/services/dissuasion/overrides.ts',
      from: `if (isOver(row)) done.ended.push(await end(steps, row))
      else if`,
      to: `if (stateOf(row) === 'running' && isOver(row)) done.ended.push(await end(steps, row))
      else if`,
    },
    seenBy: ['test/services/dissuasion/overrides.test.ts', 'is not started when its end has come too'],
  },
  {
    bug: 'due overrides start in the order of their ids',
    patch: {
      file: 'src/services/dissuasion/overrides.ts',
      from: '[...steps.live].sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1))',
      to: '[...steps.live].sort((a, b) => a.id - b.id)',
    },
    seenBy: ['test/services/dissuasion/overrides.test.ts', 'is started in its turn among others'],
  },
  {
    bug: 'ids of overrides that were undone are given again',
    patch: {
      file: 'src/database/overrides.ts',
      from: 'return 1 + Math.max(kept?.last ?? 0, known?.last ?? 0)',
      to: 'return 1 + (kept?.last ?? 0)',
    },
    seenBy: ['test/services/dissuasion/overrides.test.ts', 'is started in its turn among others'],
  },
  {
    bug: 'a run of what is due is remembered once only',
    patch: {
      file: 'src/database/overrides.ts',
      from: "onConflict((clash) => clash.column('single').doUpdateSet(values))",
      to: "onConflict((clash) => clash.column('single').doNothing())",
    },
    seenBy: ['test/services/dissuasion/overrides.test.ts', 'is taken again once somebody does what is due again'],
  },
  {
    bug: 'a schedule that plays a sound does not stop its renaming',
    patch: {
      file: 'src/services/dissuasion/following.ts',
      from: "category === 'schedule' || category === 'paging'",
      to: "category === 'paging'",
    },
    seenBy: ['test/services/dissuasion/players.test.ts', 'play their sound while it is in force'],
  },
  {
    bug: 'a role that may not read schedules removes sounds',
    patch: {
      file: 'src/services/dissuasion/players.ts',
      from: 'if (closed.length === 0) return',
      to: 'if (closed.length <= 3) return',
    },
    seenBy: ['test/services/dissuasion/players.test.ts', 'removes and renames no sound'],
  },
]
