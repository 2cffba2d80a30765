import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {usage} from '../../errors.ts'
import {type ConnectionParameters, parameterProblems} from '../../formats/connection-parameters.ts'
import {homeDirectory} from '../../settings/home.ts'
import {readNeeded} from './needed-file.ts'

/** The parameters of a service, from the first of libpq's files that has it: one's own, or else that of the system. */
export function parametersOfService(
  service: string,
  servicefile: string | undefined,
  env: NodeJS.ProcessEnv,
): ConnectionParameters {
  const files = [
    servicefile ?? join(homeDirectory(env), '.pg_service.conf'),
    ...(env.PGSYSCONFDIR ? [join(env.PGSYSCONFDIR, 'pg_service.conf')] : []),
  ]
  for (const file of files) {
    const found = sectionIn(file, service)
    if (found === undefined) continue
    const problems = parameterProblems(found, `service '${service}' of ${file}`)
    if (problems.length > 0) throw usage(problems.join('; '))
    return found
  }
  throw usage(`no service '${service}' for the database connection`, {hints: [`looked for it in ${files.join(', ')}`]})
}

/** Lines `[service]` and `parameter=value`, and comments that begin with #. The first section of the name counts. */
function sectionIn(file: string, service: string): Record<string, string> | undefined {
  if (!existsSync(file)) return undefined
  let found: Record<string, string> | undefined
  for (const [index, line] of readNeeded(file).split(/\r?\n/).entries()) {
    const text = line.trim()
    if (text === '' || text.startsWith('#')) continue
    if (text.startsWith('[')) {
      if (found) return found
      if (text === `[${service}]`) found = {}
    } else if (found) {
      const [, name, value = ''] = /^([^=]+?)\s*=\s*(.*)$/.exec(text) ?? []
      if (name === undefined) throw usage(`line ${index + 1} of ${file} is not parameter=value`)
      found[name] ??= value
    }
  }
  return found
}
