import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import type {Command} from '@oclif/core'
import {describe, expect, test} from 'vitest'
import {exitCodes} from '../src/cli/exit-codes.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** The sources below a folder, as paths from the root. */
const filesIn = (folder: string) =>
  readdirSync(`${root}/${folder}`, {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`)
    .sort()

/** Service → command, or why it has none. Routes join when there is a server. */
const faces: Record<string, string> = {
  'adopt.adopt': 'adopt',
  'adopt.readOriginal': 'adopt',
  'agents.explainAgent': 'agents get',
  'agents.explainAgents': 'agents list',
  'agents.getAgent': 'the API answer that explainAgent holds',
  'agents.listAgents': 'the API answer that explainAgents holds',
  'callbacks-export.exportCallbacks': 'callbacks export',
  'callbacks-import.importCallbacks': 'callbacks import',
  'callbacks.closeCallbacks': 'callbacks close',
  'callbacks.createCallback': 'callbacks create',
  'callbacks.deleteCallbacks': 'callbacks delete',
  'callbacks.findCallbacks': 'callbacks find',
  'callbacks.getCallback': 'callbacks get',
  'callbacks.moveCallbacks': 'callbacks move',
  'callbacks.reopenCallbacks': 'callbacks reopen',
  'callbacks.updateCallback': 'callbacks update',
  'dissuasion.clearDissuasion': 'dissuasion clear',
  'dissuasion.dissuasionOptions': 'dissuasion options',
  'dissuasion.explainDissuasion': 'dissuasion get',
  'dissuasion.getDissuasion': 'the API answer that explainDissuasion holds',
  'dissuasion.listDissuasions': 'dissuasion list',
  'dissuasion.setQueue': 'dissuasion set-queue',
  'dissuasion.setSound': 'dissuasion set-sound',
  'doctor.diagnose': 'doctor',
  'imports.listImports': 'callbacks imports',
  'imports.lockForImport': 'the lock that imports take',
  'imports.undoImport': 'callbacks imports undo',
  'imports.wasCommitted': 'what callbacks import asks when a COMMIT is lost',
  'lists.createList': 'callbacks lists create',
  'lists.deleteList': 'callbacks lists delete',
  'lists.listCallbackLists': 'callbacks lists',
  'lists.renameList': 'callbacks lists rename',
  'lists.setListQueue': 'callbacks lists set-queue',
  'periods.createPeriod': 'callbacks periods create',
  'periods.deletePeriod': 'callbacks periods delete',
  'periods.listPeriods': 'callbacks periods',
  'periods.setDefaultPeriod': 'callbacks periods set-default',
  'periods.updatePeriod': 'callbacks periods update',
  'profiles.listProfiles': 'profiles list',
  'queues.listQueues': 'queues list',
  'queues.queueNames': 'names for the tables of other commands',
  'rights-catalog.rightsCatalog': 'rights edit',
  'rights.deleteRights': 'rights delete',
  'rights.explainRights': 'rights get',
  'rights.findRights': 'rights edit',
  'rights.getRights': 'the API answer that explainRights holds',
  'rights.setRights': 'rights set',
  'schema.initialise': 'db init',
  'schema.schemaStatus': 'db status',
}

/** Services take a Context first: that is how they are told from what they are made of. */
function services(): string[] {
  return filesIn('src/services').flatMap((file) => {
    const noun = file.replace(/^.*\//, '').replace('.ts', '')
    const source = readFileSync(`${root}/${file}`, 'utf8')
    const exported =
      /export (?:async function|function|const) (\w+)(?: = )?(?:<[^>]*>)?\(\s*(?:context: Context|\{[^}]*\}: Context)\b/g
    return [...source.matchAll(exported)].map(([, name]) => `${noun}.${name}`)
  })
}

const idOf = (file: string) =>
  file
    .replace(/^commands\//, '')
    .replace(/(\/index)?\.ts$/, '')
    .replaceAll('/', ' ')

async function commands(): Promise<Record<string, unknown>> {
  const entries = filesIn('commands').map(async (file) => {
    const {default: command} = (await import(`${root}/${file}`)) as {default: typeof Command}
    return [idOf(file), describeCommand(command)] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

function describeCommand({args = {}, flags = {}, aliases}: typeof Command) {
  const word = ([name, flag]: [
    string,
    {required?: boolean; multiple?: boolean; options?: readonly string[]; char?: string},
  ]) =>
    [
      name,
      flag.char ? ` -${flag.char}` : '',
      flag.required ? ' (required)' : '',
      flag.multiple ? ' (several)' : '',
      flag.options ? ` ${flag.options.join('|')}` : '',
    ].join('')
  return {
    args: Object.entries(args).map(word),
    flags: Object.entries(flags).map(word).sort(),
    ...(aliases.length > 0 && {aliases}),
  }
}

describe('the public surface', () => {
  test('is these commands with these arguments and flags', async () => {
    await expect(JSON.stringify(await commands(), null, 1)).toMatchFileSnapshot('surface.snapshot.json')
  })

  test('has these exit codes', () => {
    expect(exitCodes).toMatchInlineSnapshot(`
      {
        "bug": 1,
        "conflict": 7,
        "interrupted": 130,
        "invalid": 3,
        "not-found": 4,
        "outcome-unknown": 8,
        "refused": 5,
        "terminated": 143,
        "unavailable": 6,
        "usage": 2,
      }
    `)
  })

  test('leaves no service without a face, and names no face that is not there', () => {
    expect(services().sort()).toEqual(Object.keys(faces).sort())
    const known = filesIn('commands').map(idOf)
    const withoutService = known.filter((id) => !Object.values(faces).includes(id) && !/^(demo |serve$)/.test(id))
    expect(withoutService).toEqual([])
  })

  test('has examples with every command, and each says on which XiVO it runs', async () => {
    for (const file of filesIn('commands')) {
      const {default: command} = (await import(`${root}/${file}`)) as {default: typeof Command}
      const examples = command.examples ?? []
      expect(examples.length, file).toBeGreaterThan(0)
      if (!file.startsWith('commands/demo/')) {
        for (const example of examples) expect(String(example), file).toContain('--context demo')
      }
    }
  })
})
