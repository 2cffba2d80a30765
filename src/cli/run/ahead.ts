import {beginContext, dropContext} from '../../context-ahead.ts'
import {loadSettings} from '../../settings/load.ts'
import {readAhead} from '../../settings/settings-text.ts'
import {beforeEnd} from './spelling.ts'

/** The topics all of whose commands ask the database of one XiVO. */
export const topics = [
  'agents',
  'callbacks',
  'dissuasion',
  'groups',
  'history',
  'incalls',
  'profiles',
  'queues',
  'rights',
  'undo',
]

/**
 * Begins the connection of a command whose code is not loaded yet. What is wrong with its settings, the command reports. After the command,
 * the answer ends what it did not use.
 */
export async function connectAhead(id: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<() => void> {
  const [topic = ''] = id.split(':')
  if (topics.includes(topic) && !words.includes('--all-contexts')) await begin(words, env)
  return dropContext
}

async function begin(words: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const typed = beforeEnd(words)
  const flags = {context: flagIn(typed, 'context'), config: flagIn(typed, 'config')}
  try {
    await readAhead(() => beginContext(loadSettings(flags, env, {forWriting: true})))
  } catch {}
}

function flagIn(words: readonly string[], flag: string): string | undefined {
  const name = `--${flag}`
  const at = words.findLastIndex((word) => word === name || word.startsWith(`${name}=`))
  if (at === -1) return undefined
  return words[at] === name ? words[at + 1] : words[at]?.slice(name.length + 1)
}
