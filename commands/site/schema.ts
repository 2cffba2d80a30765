import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {noServerFlags} from '../../src/cli/demo/view.ts'
import {siteSchema} from '../../src/formats/site-schema.ts'

export default class SiteSchema extends BaseCommand {
  static override summary = "print the JSON Schema of the files that 'site export' writes"
  static override description =
    'The first line of such a file names this schema; editors use it to check and complete the file. Save the output beside the file as configuration.schema.json.'
  static override examples = ['<%= config.bin %> <%= command.id %> > configuration.schema.json']
  static override baseFlags = noServerFlags

  async run(): Promise<object> {
    this.logRendered(JSON.stringify(siteSchema, null, 2))
    return siteSchema
  }
}
