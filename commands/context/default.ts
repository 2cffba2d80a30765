import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {wasDone} from '../../src/cli/command/output.ts'
import {contextArg, fileFlagsOnly, systemFlag} from '../../src/cli/context/view.ts'
import {fileToChange, setDefaultContext} from '../../src/settings/edit.ts'

export default class ContextDefault extends BaseCommand {
  static override summary = 'make a context the default one'
  static override description = 'Commands that write still require --context when there are several contexts.'
  static override examples = ['<%= config.bin %> <%= command.id %> paris']
  static override baseFlags = fileFlagsOnly
  static override args = {context: contextArg}
  static override flags = {system: systemFlag}

  async run(): Promise<{file: string; defaultContext: string}> {
    const {args, flags} = await this.parse(ContextDefault)
    const file = fileToChange(flags, process.env)
    setDefaultContext(file, args.context)
    wasDone()
    this.note(`the default context of ${file} is '${args.context}'`)
    return {file, defaultContext: args.context}
  }
}
