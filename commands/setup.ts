import {Flags} from '@oclif/core'
import {BaseCommand} from '../src/cli/command/base-command.ts'
import {isTerminal, requireTerminal} from '../src/cli/command/confirm.ts'
import {wasDone} from '../src/cli/command/output.ts'
import {probeFields} from '../src/cli/context/probe-view.ts'
import {askInit, askPassword, askSettings} from '../src/cli/context/setup-dialogue.ts'
import {fileFlagsOnly, refusePassword, settingsFlags, systemFlag, valuesOf} from '../src/cli/context/view.ts'
import {unavailable} from '../src/errors.ts'
import {keepPassword, passwordWanted, withPassword} from '../src/services/passwords.ts'
import {type Probe, probe} from '../src/services/probe.ts'
import {initialise} from '../src/services/schema.ts'
import {addContext, fileToChange, refuseTaken} from '../src/settings/edit.ts'
import type {ContextSettings} from '../src/settings/file.ts'
import {examineHost, type Host} from '../src/settings/host.ts'
import {type Settings, settingsOf} from '../src/settings/load.ts'

interface SetUp extends Probe {
  context: string
  file: string
}

export default class Setup extends BaseCommand {
  static override summary = 'find the XiVO database, test the connection, write the configuration'
  static override description =
    "On a terminal it asks for what it cannot find out, including the password, which it stores in ~/.pgpass. Without a terminal it requires --database-url, unless XiVO's database is on this machine. It writes nothing unless the connection works. With --init it creates xivoctl's own tables; on a terminal it offers to."
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --name lyon --database-url postgres://xivoctl@xivo-lyon.example.org/asterisk --init',
  ]
  static override baseFlags = fileFlagsOnly
  static override flags = {
    name: Flags.string({description: 'name of the context', default: 'xivo', helpValue: 'NAME'}),
    'database-url': Flags.string({description: 'URL of the XiVO database', helpValue: 'URL'}),
    ...settingsFlags,
    default: Flags.boolean({description: 'make it the default context'}),
    init: Flags.boolean({description: "also create xivoctl's own tables"}),
    replace: Flags.boolean({description: 'replace a context of the same name'}),
    system: systemFlag,
  }

  async run(): Promise<SetUp> {
    const {flags} = await this.parse(Setup)
    const {name, replace, default: makeDefault} = flags
    const url = flags['database-url']
    if (url !== undefined) refusePassword(url)
    const file = fileToChange(flags, process.env)
    refuseTaken(file, {name, replace})
    const host = await examineHost()
    this.note(host.signs.length > 0 ? `this is a XiVO host: ${host.signs.join(', ')}` : 'this is not a XiVO host')
    const values = await this.complete(name, valuesOf(url, flags), host)
    const settings = settingsOf(name, values)
    const found = await this.tryOut(settings)
    if (found.missing.length > 0) throw notXivos(found)
    addContext(file, {name, values, makeDefault, replace})
    wasDone()
    this.note(`wrote the context '${name}' into ${file}`)
    this.showFields({context: name, ...probeFields(found)})
    const pending = await this.offerTables(settings, found, flags.init)
    if (process.env.XIVOCTL_DATABASE_URL) this.warn('XIVOCTL_DATABASE_URL overrides the file: unset it')
    return {context: name, file, ...found, pending}
  }

  private async complete(name: string, said: ContextSettings, host: Host): Promise<ContextSettings> {
    if (isTerminal()) return askSettings(name, said, host)
    const databaseUrl = said.databaseUrl ?? host.databaseUrl
    if (databaseUrl === undefined)
      requireTerminal('the address of the database is missing', 'give it with --database-url')
    return valuesWith(said, databaseUrl)
  }

  /** Connects; on a terminal, asks for a required password and stores it. */
  private async tryOut(settings: Settings): Promise<Probe> {
    try {
      return await this.connect(settings, probe)
    } catch (error) {
      const account = isTerminal() ? passwordWanted(error) : undefined
      if (account === undefined) throw error
      const password = await askPassword(account.user)
      const databaseUrl = withPassword(settings.databaseUrl, password)
      const found = await this.connect({...settings, databaseUrl}, probe)
      this.note(`the password is in ${keepPassword(account, password, process.env)}`)
      return found
    }
  }

  /** The steps that remain after the offers. */
  private async offerTables(settings: Settings, {pending, readOnly}: Probe, said: boolean): Promise<string[]> {
    if (pending.length === 0 || readOnly !== undefined) return pending
    if (!said && !(isTerminal() && (await askInit()))) {
      this.note(`to create xivoctl's own tables, run: xivoctl db init --context ${settings.context}`)
      return pending
    }
    const {applied, schema} = (await this.connect(settings, initialise)).result
    this.note(`applied to schema '${schema}': ${applied.join(', ')}`)
    return []
  }
}

const valuesWith = (said: ContextSettings, databaseUrl: string | undefined): ContextSettings =>
  databaseUrl === undefined ? said : {...said, databaseUrl}

const notXivos = ({database, missing}: Probe) =>
  unavailable(`the database '${database}' is not XiVO's, it lacks ${missing.join(', ')}: nothing was written`, {
    hints: ["XiVO's is called asterisk"],
  })
