import {afterAll, beforeAll} from 'vitest'
import {grantStatements} from '../../src/database/grants.ts'
import {initialise} from '../../src/services/schema.ts'
import type {TestXivo} from './xivo.ts'

const ours = /^xivoctl\./

/** Each privilege on each object separately, like `SELECT ON public.queue`. One of our tables stands for all that need the same privileges. */
export const singleGrants = grantStatements('xivoctl', 'xivoctl').flatMap((statement) => {
  const [, privileges = '', kind = '', objects = ''] =
    /^GRANT ([\w, ]+) ON (SCHEMA |FUNCTION )?(.+) TO /.exec(statement) ?? []
  const all = objects.split(/, (?=public\.|xivoctl\.|xivoctl$)/)
  const few = ours.test(all[0] ?? '') && kind === '' ? all.slice(0, 1) : all
  return privileges === ''
    ? []
    : privileges.split(', ').flatMap((privilege) => few.map((object) => `${privilege} ON ${kind}${object}`))
})

/** Makes the role of docs/database.md in the way described there. */
export async function createRole(xivo: TestXivo, role: string): Promise<void> {
  await xivo.sql(`create role ${role} login`)
  await xivo.made((context) => initialise(context, {grant: role}))
}

/** The environment that directs a command to this XiVO as that role. */
export const envOf = (xivo: TestXivo, role: string): Record<string, string> => ({
  ...xivo.env,
  XIVOCTL_DATABASE_URL: xivo.url.replace(/^(\w+:\/\/)([^@/]*@)?/, `$1${role}@`),
})

/** Makes the role for the calling test file, and drops it at the end. */
export function useLeastRole(xivo: TestXivo, role: string): {env: () => Record<string, string>} {
  beforeAll(() => createRole(xivo, role))
  afterAll(async () => {
    await xivo.sql(`drop owned by ${role}`)
    await xivo.sql(`drop role ${role}`)
  })
  return {env: () => envOf(xivo, role)}
}
