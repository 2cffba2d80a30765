import type {Context} from '../context.ts'
import {allAgents} from '../database/agents.ts'
import {allImports} from '../database/callbacks/imports.ts'
import {allLists} from '../database/callbacks/lists.ts'
import {allPeriods} from '../database/callbacks/periods.ts'
import {readAtOnce, type Trx} from '../database/connection/transact.ts'
import {allGroups} from '../database/groups.ts'
import {allQueues} from '../database/queues.ts'
import {usersWithLogin} from '../database/users.ts'
import type {Reference} from '../formats/references.ts'
import {dissuasionOptions} from './dissuasion/dissuasion.ts'
import {namedIncalls} from './rights/catalog.ts'

/** A value that a command accepts, and its description for people. */
export interface Choice {
  value: string
  description: string
}

/** Kinds of values that a XiVO defines. The sounds are those of a queue. */
export type ChoiceKind = 'login' | 'queue' | 'group' | 'incall' | 'agent' | 'list' | 'period' | 'import' | 'sound'

const byKind: Record<Exclude<ChoiceKind, 'sound'>, (trx: Trx) => Promise<Choice[]>> = {
  login: async (trx) =>
    (await usersWithLogin(trx)).map(({login, firstname, lastname}) => ({
      value: login,
      description: words(firstname, lastname),
    })),
  queue: async (trx) =>
    named((await allQueues(trx)).map((queue) => ({...queue, description: words(queue.displayname, queue.number)}))),
  group: async (trx) => named((await allGroups(trx)).map((group) => ({...group, description: ''}))),
  incall: async (trx) => (await namedIncalls(trx)).map(({name}) => ({value: name, description: ''})),
  agent: async (trx) =>
    (await allAgents(trx)).map(({number, firstname, lastname}) => ({
      value: number,
      description: words(firstname, lastname),
    })),
  list: listChoices,
  period: async (trx) =>
    (await allPeriods(trx)).map((period) => ({
      value: period.name,
      description: `${period.period_start.slice(0, 5)}–${period.period_end.slice(0, 5)}${period.default ? ', the default' : ''}`,
    })),
  import: async (trx) =>
    (await allImports(trx))
      .filter(({undone_at}) => undone_at === null)
      .map(({uuid, list_name, imported, imported_at}) => ({
        value: uuid,
        description: `${imported} into ${list_name}, ${imported_at.slice(0, 16).replace('T', ' ')} UTC`,
      })),
}

/** The choices of a kind, each value once; for sounds without a queue there are none. */
export async function choicesOf(context: Context, kind: ChoiceKind, queue?: Reference): Promise<Choice[]> {
  const choices = kind === 'sound' ? await soundChoices(context, queue) : await readAtOnce(context, byKind[kind])
  const once = new Map(choices.map((choice) => [choice.value, choice]))
  return [...once.values()]
}

async function listChoices(trx: Trx): Promise<Choice[]> {
  const [all, lists] = await Promise.all([allQueues(trx), allLists(trx)])
  const queues = new Map(all.map(({id, name}) => [id, name]))
  return named(lists.map((list) => ({id: list.uuid, name: list.name, description: queues.get(list.queue_id) ?? ''})))
}

async function soundChoices(context: Context, queue: Reference | undefined): Promise<Choice[]> {
  if (queue === undefined) return []
  const {dissuasions} = await dissuasionOptions(context, queue)
  return dissuasions.soundFiles.map(({soundFile}) => ({value: soundFile, description: ''}))
}

/** By name, or by `id:N` where several share a name. */
function named(objects: readonly {id: number | string; name: string; description: string}[]): Choice[] {
  const shared = (name: string) => objects.filter((each) => each.name === name).length > 1
  return objects.map(({id, name, description}) =>
    shared(name) ? {value: `id:${id}`, description: words(name, description)} : {value: name, description},
  )
}

const words = (...parts: string[]) => parts.filter((part) => part !== '').join(' ')
