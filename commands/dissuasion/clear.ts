import {queueArg} from '../../src/cli/arguments.ts'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {yesFlag} from '../../src/cli/confirm.ts'
import {destinationText} from '../../src/cli/dissuasion-view.ts'
import {type ClearedDissuasion, clearDissuasion} from '../../src/services/dissuasion.ts'

export default class DissuasionClear extends BaseCommand {
  static override summary = "leave a queue's callers nothing when nobody can answer"
  static override examples = ['<%= config.bin %> <%= command.id %> sales --yes --context demo']
  static override args = queueArg
  static override flags = {yes: yesFlag}

  async run(): Promise<ClearedDissuasion> {
    const {args, flags} = await this.parse(DissuasionClear)
    await this.confirm(flags, `leave the callers of '${args.queue}' nothing when nobody can answer?`)
    const cleared = await this.write(flags, (context) => clearDissuasion(context, args.queue))
    this.note(`was: ${destinationText(cleared.before)}`)
    this.showFields({destination: 'none'})
    return cleared
  }
}
