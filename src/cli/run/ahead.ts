import {statSync} from 'node:fs'
import {beginContext, dropContext} from '../../context-ahead.ts'
import {askedFile} from '../../settings/file.ts'
import {loadSettings} from '../../settings/load.ts'

/** The topics all of whose commands ask the database of one XiVO. */
const topics = [
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
 * Begins the connection of a command whose code is not loaded yet; the answer is called after the command. What is wrong with its settings,
 * the command reports.
 */
export async function connectAhead(id: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<() => void> {
  const [topic = ''] = id.split(':')
  if (topics.includes(topic) && !words.includes('--all-contexts')) await begin(words, env)
  return dropContext
}

async function begin(words: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const flags = {context: flagIn(words, 'context'), config: flagIn(words, 'config')}
  try {
    if (!canBeReadTwice(askedFile(flags.config, env))) return
    await beginContext(loadSettings(flags, env, {forWriting: true}))
  } catch {}
}

/** What is in a pipe is there once. */
const canBeReadTwice = (file: string | undefined) =>
  file === undefined || statSync(file, {throwIfNoEntry: false})?.isFile() === true

function flagIn(words: readonly string[], flag: string): string | undefined {
  const name = `--${flag}`
  const at = words.findLastIndex((word) => word === name || word.startsWith(`${name}=`))
  if (at === -1) return undefined
  return words[at] === name ? words[at + 1] : words[at]?.slice(name.length + 1)
}
