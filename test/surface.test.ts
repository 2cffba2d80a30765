import {subscribe, unsubscribe} from 'node:diagnostics_channel'
import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import type {Command} from '@oclif/core'
import type {FastifyInstance} from 'fastify'
import {describe, expect, test} from 'vitest'
import {BaseCommand} from '../src/cli/command/base-command.ts'
import {exitCodes} from '../src/cli/command/exit-codes.ts'
import type {Context} from '../src/context.ts'
import {buildServer} from '../src/http/server.ts'
import {withoutBase} from './support/bases.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** The sources below a folder, as paths from the root. */
const filesIn = (folder: string) =>
  readdirSync(`${root}/${folder}`, {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`)
    .sort()

/** Where a service is reached: by a command or route, or why by none. */
type Face = string | {none: string}

const none = (why: string): Face => ({none: why})
const explained = (service: string) => none(`shows ${service}, which holds the same`)
const apart = (service: string) => none(`answers ${service}: names and findings are for eyes`)
const inner = (of: string): [Face, Face] => [none(of), none(of)]
const ownSounds = none("the sound directory is the host's: what listens to the network has no right to write there")
/** What serve does without being asked. */
const ofServeItself = 'src/http/due.ts'
const ownDatabase = none("the server's own database is its administrator's business, on the host")

/** Service → command → route. */
const faces: Record<string, [command: Face, route: Face]> = {
  'adopt.adopt': ['adopt', none('it reads another server, whose token no client of this one should hand over')],
  'adopt.readOriginal': ['adopt', none('the first half of adopt')],
  'agents.getAgent': ['agents get', 'GET /agent_config/:id'],
  'agents.listAgents': ['agents list', 'GET /agent_config'],
  'callbacks/do-not-call.addDoNotCall': ['callbacks do-not-call add', 'POST /do_not_call'],
  'callbacks/do-not-call.listDoNotCall': ['callbacks do-not-call list', 'POST /do_not_call/find'],
  'callbacks/do-not-call.removeDoNotCall': ['callbacks do-not-call remove', 'POST /do_not_call/remove'],
  'callbacks/do-not-call-import.importDoNotCall': [
    'callbacks do-not-call import',
    none('POST /do_not_call takes many numbers at once'),
  ],
  'callbacks/erasure.eraseCallbacks': ['callbacks erase', 'POST /callback_requests/erase'],
  'callbacks/erasure.purgeCallbacks': ['callbacks purge', 'POST /callback_requests/purge'],
  'callbacks/export.exportCallbacks': [
    'callbacks export',
    none('GET /callback_lists and POST /callback_requests/find answer the same requests'),
  ],
  'callbacks/import.importCallbacks': ['callbacks import', 'POST /callback_lists/:listUuid/callback_requests/csv'],
  'callbacks/report.callbackReport': ['callbacks report', 'GET /callback_report'],
  'callbacks/stats.callbackStats': ['callbacks stats', 'GET /callback_stats'],
  'callbacks/stats.countedLists': ['callbacks lists', none('GET /callback_stats answers more of each list')],
  'callbacks/stream.streamCallbackLists': ['callbacks lists', 'GET /callback_lists'],
  'callbacks/stream.streamFoundCallbacks': [
    none('shows streamFoundLines, which holds the same'),
    'POST /callback_requests/find',
  ],
  'callbacks/stream.streamFoundLines': ['callbacks find', none('answers streamFoundCallbacks, which holds the same')],
  'callbacks/stream.streamFoundFields': ['callbacks find', none('answers streamFoundCallbacks, which holds the same')],
  'callbacks/requests.closeCallbacks': [
    'callbacks close',
    'POST /callback_requests/:uuid/close, POST /callback_requests/close',
  ],
  'callbacks/requests.createCallback': ['callbacks create', 'POST /callback_lists/:listUuid/callback_requests'],
  'callbacks/requests.deleteCallbacks': [
    'callbacks delete',
    'DELETE /callback_requests/:uuid, POST /callback_requests/delete',
  ],
  'callbacks/requests.getCallback': ['callbacks get', 'GET /callback_requests/:uuid'],
  'callbacks/requests.moveCallbacks': [
    'callbacks move',
    'POST /callback_requests/:uuid/move, POST /callback_requests/move',
  ],
  'callbacks/requests.reopenCallbacks': [
    'callbacks reopen',
    'POST /callback_requests/:uuid/reopen, POST /callback_requests/reopen',
  ],
  'callbacks/requests.wholeUuid': ['callbacks get, callbacks update', none('a client has whole uuids')],
  'callbacks/requests.wholeUuids': inner('what the commands about several requests begin with'),
  'callbacks/requests.updateCallback': [none('updateCallbacks of one request'), 'PATCH /callback_requests/:uuid'],
  'callbacks/requests.updateCallbacks': ['callbacks update', 'POST /callback_requests/update'],
  'callbacks/tickets.addTickets': ['callbacks tickets add', 'POST /callback_tickets'],
  'callbacks/tickets.listTickets': ['callbacks tickets', 'GET /callback_tickets'],
  'choices.choicesOf': [
    none('what completion offers, and what a command asks for that misses something'),
    none('a client has the lists themselves'),
  ],
  'dissuasion.clearDissuasion': ['dissuasion clear', 'DELETE /queues/:id/dissuasion'],
  'dissuasion.dissuasionOptions': [none('judgedOptions shows them'), 'GET /queue/:id/dissuasions'],
  'dissuasion.judgedOptions': ['dissuasion options', none('answers dissuasionOptions; GET /dissuasion_sounds judges')],
  'dissuasion.explainDissuasion': ['dissuasion get', apart('getDissuasion')],
  'dissuasion.getDissuasion': [explained('explainDissuasion'), 'GET /queue/:id/dissuasion'],
  'dissuasion.listDissuasions': ['dissuasion list', 'GET /dissuasions'],
  'dissuasion.setAddedSound': inner('what addSound does with --set'),
  'dissuasion.setQueue': ['dissuasion set-queue', 'PUT /queue/:id/dissuasion/queue'],
  'dissuasion.setSound': ['dissuasion set-sound', 'PUT /queue/:id/dissuasion/sound_file'],
  'dissuasion/overrides.doWhatIsDue': ['dissuasion end-override', none('serve does it by itself')],
  'dissuasion/overrides.endOverride': ['dissuasion end-override', 'POST /dissuasion_overrides/:id/end'],
  'dissuasion/overrides.listOverrides': ['dissuasion overrides', 'GET /dissuasion_overrides'],
  'dissuasion/overrides.overrideDissuasions': ['dissuasion override', 'POST /dissuasion_overrides'],
  'doctor.diagnose': ['doctor', ownDatabase],
  'doctor.essentials': inner('those checks of doctor that readiness makes'),
  'doctor.applyFix': ['doctor', ownDatabase],
  'callbacks/imports.listImports': ['callbacks imports', 'GET /callback_imports'],
  'callbacks/imports.getImport': ['callbacks imports get', 'GET /callback_imports/:uuid'],
  'callbacks/imports.keepFailure': inner('what an import leaves that failed'),
  'callbacks/imports.isWorthKeeping': inner('which failures are kept'),
  'callbacks/imports.lastImport': ['callbacks imports undo', none('only a command line has a last import')],
  'callbacks/import-lock.lockForImport': inner('the lock that imports take'),
  'callbacks/imports.undoImport': ['callbacks imports undo', 'POST /callback_imports/:uuid/undo'],
  'callbacks/imports.undoImportIn': inner('the same in a transaction that undoes more'),
  'callbacks/imports.wholeImport': ['callbacks imports undo', none('a client has the whole uuid')],
  'callbacks/imports.wasCommitted': inner('what an import asks when a COMMIT is lost'),
  'callbacks/lists.changeList': ['callbacks lists rename, callbacks lists set-queue', 'PATCH /callback_lists/:uuid'],
  'callbacks/lists.deleteListIn': inner('the same in a transaction that changes more'),
  'callbacks/lists.getList': [none('callbacks lists shows every list with its counts'), 'GET /callback_lists/:uuid'],
  'callbacks/periods.getPeriod': [none('callbacks periods shows every period'), 'GET /callback_periods/:uuid'],
  'callbacks/lists.createList': [none("the API's clients expect a second list of one name"), 'POST /callback_lists'],
  'callbacks/lists.createNamedList': [
    'callbacks lists create',
    none('POST /callback_lists makes a second list of one name'),
  ],
  'callbacks/lists.deleteList': ['callbacks lists delete', 'DELETE /callback_lists/:uuid'],
  'callbacks/periods.createPeriod': ['callbacks periods create', 'POST /callback_periods'],
  'callbacks/periods.deletePeriod': ['callbacks periods delete', 'DELETE /callback_periods/:uuid'],
  'callbacks/periods.listPeriods': ['callbacks periods', 'GET /callback_periods'],
  'callbacks/periods.setDefaultPeriod': ['callbacks periods set-default', 'POST /callback_periods/:uuid/default'],
  'callbacks/periods.updatePeriod': ['callbacks periods update', 'PATCH /callback_periods/:uuid'],
  'callbacks/person.showPerson': ['callbacks person', 'POST /callback_requests/person'],
  'moving.changeWithFiles': inner('what writes that move files begin with'),
  'probe.probe': ['context test, setup', ownDatabase],
  'rights/profiles.listProfiles': ['profiles list', 'GET /users'],
  'groups.listGroups': ['groups list', 'GET /groups'],
  'incalls.listIncalls': ['incalls list', 'GET /incalls'],
  'queues.getQueue': ['queues get', 'GET /queues/:id'],
  'queues.listQueues': ['queues list', 'GET /queues'],
  'queues.queueNames': inner('names for the tables of other commands'),
  'readiness.readiness': [none('doctor makes the same checks and more'), 'GET /ready'],
  'request-keys.answerOnce': inner('what is sent under an Idempotency-Key'),
  'rights/overview.listRights': ['rights list', 'GET /rights'],
  'rights/why.explainEveryAccess': ['rights why', 'GET /rights/user/:login/queue'],
  'rights/why.explainAccess': ['rights why', 'GET /rights/user/:login/queue/:id'],
  'rights/catalog.rightsCatalog': ['rights edit', none('the choices of an editor that asks')],
  'rights.deleteRights': ['rights delete', 'DELETE /rights/user/:login'],
  'rights.findRights': ['rights edit', none('GET /rights/user/:login, whose 404 says that there are none')],
  'rights.getRights': ['rights get', 'GET /rights/user/:login'],
  'rights.setRights': ['rights set, rights edit', 'POST /rights/user/:login'],
  'rights.setRightsOfEach': ['rights set', none('a client sets the rights of one user at a time')],
  'schema.initialise': ['db init, setup', ownDatabase],
  'schema.schemaStatus': ['db status', ownDatabase],
  'history.listHistory': ['history', 'GET /changes'],
  'history.showChange': ['history show', 'GET /changes/:id'],
  'history.purgeHistory': ['history purge', none('the owner of the tables decides how long they are kept')],
  'site.applySite': [
    'site apply, rights set, dissuasion set, callbacks lists set, callbacks periods set',
    none("the file is the administrator's: no client has one"),
  ],
  'site.diffSite': ['site diff', none("the file is the administrator's: no client has one")],
  'site.exportSite': ['site export, site diff', none("the file is the administrator's: no client has one")],
  'undo.undoChanges': ['undo', 'POST /changes/undo'],
  'undo.lastChanges': ['undo', none('only a command line has a last command')],
  'identities.recomputeIdentities': ['db recompute-identities', ownDatabase],
  'identities.computeIdentities': inner('what db init and db recompute-identities do batch by batch'),
  'dissuasion/sounds.addSound': ['dissuasion add-sound', ownSounds],
  'dissuasion/sounds.checkSounds': ['dissuasion check', 'GET /dissuasion_sounds'],
  'dissuasion/stored-sounds.removeSound': ['dissuasion remove-sound', ownSounds],
  'dissuasion/stored-sounds.renameSound': ['dissuasion rename-sound', ownSounds],
  'dissuasion/ways.namesOfOthers': inner('names for the page of dissuasion list'),
  'streaming.streamSnapshot': inner('what exports and large answers are written by'),
}

/** Commands that call no service of a XiVO, and routes that do not either. */
const withoutService = {
  commands: /^(demo |serve$|completion$|site schema$|context (?!test$))/,
  routes: {
    'DELETE /callback_lists': 'refuses: nothing is deleted without a uuid',
    'GET /health': 'the process answers',
    'GET /metrics': 'figures of the process',
    'GET /configuration.schema.json': 'the schema of the file of site export',
    'GET /configmgt/api': 'the page that shows the API',
    'GET /configmgt/api/openapi.json': 'the API for programs',
    'GET /configmgt/api/json': 'the same, as the page asks for it',
    'GET /configmgt/api/yaml': 'the same as YAML',
    'GET /configmgt/api/static/*': "the page's files",
    'GET /configmgt/api/static/index.html': "the page's files",
    'GET /configmgt/api/static/swagger-initializer.js': "the page's files",
  } as Record<string, string>,
}

const named = (face: Face) => (typeof face === 'string' ? face.split(', ') : [])

/** Services take a Context first: that is how they are told from what they are made of; the journal is what all writes are made of. */
function services(): string[] {
  const files = filesIn('src/services').filter((file) => file !== 'src/services/journal.ts')
  return files.flatMap((file) => {
    const noun = file
      .replace(/^src\/services\//, '')
      .replace('.ts', '')
      .replace(/^(\w+)\/\1$/, '$1')
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

/** What all commands have is left out. */
const baseFlagsOf = ({baseFlags = {}}: typeof Command) =>
  Object.fromEntries(Object.entries(baseFlags).filter(([name]) => !(name in BaseCommand.baseFlags)))

function describeCommand(command: typeof Command) {
  const {args = {}, aliases} = command
  const flags = {...baseFlagsOf(command), ...command.flags}
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

/** Every route that the server registers; HEAD comes with each GET by itself. */
async function routes(): Promise<string[]> {
  const found: string[] = []
  const record = (message: unknown) => {
    const {fastify} = message as {fastify: FastifyInstance}
    fastify.addHook('onRoute', ({method, url}) => {
      for (const each of [method].flat()) if (each !== 'HEAD') found.push(`${each} ${url}`)
    })
  }
  subscribe('fastify.initialization', record)
  const app = await buildServer({} as Context, {tokens: [{secret: 'a token', role: 'admin'}]})
  unsubscribe('fastify.initialization', record)
  await app.close()
  return found.sort()
}

const namedOnce = (names: readonly string[]) => [...new Set(names)].sort()

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

  test('is these routes', async () => {
    expect(await routes()).toMatchInlineSnapshot(`
      [
        "DELETE /configmgt/api/1.0/callback_lists",
        "DELETE /configmgt/api/1.0/callback_lists/:uuid",
        "DELETE /configmgt/api/1.0/rights/user/:login",
        "DELETE /xivoctl/api/1/callback_periods/:uuid",
        "DELETE /xivoctl/api/1/callback_requests/:uuid",
        "DELETE /xivoctl/api/1/queues/:id/dissuasion",
        "GET /configmgt/api",
        "GET /configmgt/api/1.0/agent_config",
        "GET /configmgt/api/1.0/agent_config/:id",
        "GET /configmgt/api/1.0/callback_lists",
        "GET /configmgt/api/1.0/queue/:id/dissuasion",
        "GET /configmgt/api/1.0/queue/:id/dissuasions",
        "GET /configmgt/api/1.0/rights/user/:login",
        "GET /configmgt/api/1.0/users",
        "GET /configmgt/api/json",
        "GET /configmgt/api/openapi.json",
        "GET /configmgt/api/static/*",
        "GET /configmgt/api/static/index.html",
        "GET /configmgt/api/static/swagger-initializer.js",
        "GET /configmgt/api/yaml",
        "GET /health",
        "GET /metrics",
        "GET /ready",
        "GET /xivoctl/api/1/callback_imports",
        "GET /xivoctl/api/1/callback_imports/:uuid",
        "GET /xivoctl/api/1/callback_lists/:uuid",
        "GET /xivoctl/api/1/callback_periods",
        "GET /xivoctl/api/1/callback_periods/:uuid",
        "GET /xivoctl/api/1/callback_report",
        "GET /xivoctl/api/1/callback_requests/:uuid",
        "GET /xivoctl/api/1/callback_stats",
        "GET /xivoctl/api/1/callback_tickets",
        "GET /xivoctl/api/1/changes",
        "GET /xivoctl/api/1/changes/:id",
        "GET /xivoctl/api/1/configuration.schema.json",
        "GET /xivoctl/api/1/dissuasion_overrides",
        "GET /xivoctl/api/1/dissuasion_sounds",
        "GET /xivoctl/api/1/dissuasions",
        "GET /xivoctl/api/1/groups",
        "GET /xivoctl/api/1/incalls",
        "GET /xivoctl/api/1/queues",
        "GET /xivoctl/api/1/queues/:id",
        "GET /xivoctl/api/1/rights",
        "GET /xivoctl/api/1/rights/user/:login/queue",
        "GET /xivoctl/api/1/rights/user/:login/queue/:id",
        "PATCH /xivoctl/api/1/callback_lists/:uuid",
        "PATCH /xivoctl/api/1/callback_periods/:uuid",
        "PATCH /xivoctl/api/1/callback_requests/:uuid",
        "POST /configmgt/api/1.0/callback_lists",
        "POST /configmgt/api/1.0/callback_lists/:listUuid/callback_requests",
        "POST /configmgt/api/1.0/callback_lists/:listUuid/callback_requests/csv",
        "POST /configmgt/api/1.0/callback_requests/find",
        "POST /configmgt/api/1.0/rights/user/:login",
        "POST /xivoctl/api/1/callback_imports/:uuid/undo",
        "POST /xivoctl/api/1/callback_periods",
        "POST /xivoctl/api/1/callback_periods/:uuid/default",
        "POST /xivoctl/api/1/callback_requests/:uuid/close",
        "POST /xivoctl/api/1/callback_requests/:uuid/move",
        "POST /xivoctl/api/1/callback_requests/:uuid/reopen",
        "POST /xivoctl/api/1/callback_requests/close",
        "POST /xivoctl/api/1/callback_requests/delete",
        "POST /xivoctl/api/1/callback_requests/erase",
        "POST /xivoctl/api/1/callback_requests/move",
        "POST /xivoctl/api/1/callback_requests/person",
        "POST /xivoctl/api/1/callback_requests/purge",
        "POST /xivoctl/api/1/callback_requests/reopen",
        "POST /xivoctl/api/1/callback_requests/update",
        "POST /xivoctl/api/1/callback_tickets",
        "POST /xivoctl/api/1/changes/undo",
        "POST /xivoctl/api/1/dissuasion_overrides",
        "POST /xivoctl/api/1/dissuasion_overrides/:id/end",
        "POST /xivoctl/api/1/do_not_call",
        "POST /xivoctl/api/1/do_not_call/find",
        "POST /xivoctl/api/1/do_not_call/remove",
        "PUT /configmgt/api/1.0/queue/:id/dissuasion/queue",
        "PUT /configmgt/api/1.0/queue/:id/dissuasion/sound_file",
      ]
    `)
  })

  test('leaves no service, command or route without its other faces', async () => {
    expect(services().sort()).toEqual(Object.keys(faces).sort())
    const known = filesIn('commands')
      .map(idOf)
      .filter((id) => !withoutService.commands.test(id))
    expect(namedOnce(Object.values(faces).flatMap(([command]) => named(command)))).toEqual(known.sort())
    const routesOfServices = Object.values(faces).flatMap(([, route]) => named(route))
    expect([...routesOfServices, ...Object.keys(withoutService.routes)].sort()).toEqual(
      (await routes()).map(withoutBase).sort(),
    )
  })

  test('reaches each service by the faces that it is said to have', () => {
    const reaches = (file: string, service: string) =>
      new RegExp(`\\b${service}\\b`).test(readFileSync(`${root}/${file}`, 'utf8'))
    for (const [name, [command, route]] of Object.entries(faces)) {
      const service = name.replace(/^.*\./, '')
      for (const id of named(command)) {
        const files = filesIn('commands').filter((file) => idOf(file) === id && reaches(file, service))
        expect(files, `${id} calls ${service}`).toHaveLength(1)
      }
      const files = filesIn('src/http').filter((file) => file !== ofServeItself && reaches(file, service))
      expect(files, `${name}: ${JSON.stringify(route)}`).toHaveLength(named(route).length)
    }
  })

  test('has examples with every command, and each says on which XiVO it runs', async () => {
    for (const file of filesIn('commands')) {
      const {default: command} = (await import(`${root}/${file}`)) as {default: typeof Command}
      const examples = command.examples ?? []
      expect(examples.length, file).toBeGreaterThan(0)
      if (!/^commands\/(demo\/|context\/|setup\.ts|completion\.ts|site\/schema\.ts)/.test(file)) {
        for (const example of examples) expect(String(example), file).toContain('--context demo')
      }
    }
  })
})
