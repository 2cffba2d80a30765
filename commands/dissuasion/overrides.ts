import {Flags} from '@oclif/core'
import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {overrideListing} from '../../src/cli/dissuasion/overrides-view.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {listOverrides, type Override} from '../../src/services/dissuasion/overrides.ts'

export default class DissuasionOverrides extends ReadCommand {
  static override summary = 'list the overrides of dissuasions that are planned or running, newest first'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --ended --json --context demo',
  ]
  static override flags = {
    ended: Flags.boolean({description: 'list those that have ended as well'}),
    ...listFlags,
  }

  async run(): Promise<Documents<Override[]>> {
    const {flags} = await this.parse(DissuasionOverrides)
    return this.list(flags, (context) => listOverrides(context, flags), overrideListing)
  }
}
