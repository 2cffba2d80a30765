import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {noServerFlags} from '../../src/cli/demo/view.ts'
import {siteSchema} from '../../src/formats/site-schema.ts'

export default class SiteSchema extends BaseCommand {
  static override summary = "print the JSON Schema of the files of 'site export'"
  static override description =
    'Editors check and complete a file by the schema that its first line names: store this one beside it as configuration.schema.json.'
  static override examples = ['<%= config.bin %> <%= command.id %> > configuration.schema.json']
  static override baseFlags = noServerFlags

  async run(): Promise<object> {
    this.logRendered(JSON.stringify(siteSchema, null, 2))
    return siteSchema
  }
}
