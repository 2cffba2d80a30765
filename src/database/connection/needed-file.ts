import {usage} from '../../errors.ts'
import {readSettingsText} from '../../settings/settings-text.ts'

/** The text of a file that the settings of the connection name. */
export function readNeeded(file: string): string {
  try {
    return readSettingsText(file)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error
    throw usage(`cannot read ${file}, which the database connection needs: ${reason}`)
  }
}
