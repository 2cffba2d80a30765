import {readFileSync} from 'node:fs'
import type {TestXivo} from './xivo.ts'

/** The grants as docs/database.md prints them. */
const [, grants = ''] =
  /```sql\n([\s\S]*?)```/.exec(readFileSync(new URL('../../docs/database.md', import.meta.url), 'utf8')) ?? []

/** Each privilege on each object by itself, as `SELECT ON public.queue`; of our tables one stands for all. */
export const singleGrants = [...grants.matchAll(/GRANT ([\w, ]+) ON (SCHEMA )?([^;]+?) TO xivoctl;/g)].flatMap(
  ([, privileges = '', kind = '', objects = '']) =>
    privileges.split(', ').flatMap((privilege) =>
      objects
        .replace('ALL TABLES IN SCHEMA xivoctl', 'xivoctl.callback_list')
        .split(/,\s+/)
        .map((object) => `${privilege} ON ${kind}${object}`),
    ),
)

/** Makes the role that docs/database.md says is enough, under this name. */
export const createRole = (xivo: TestXivo, role: string) =>
  xivo.sql(grants.replaceAll(/(ROLE|TO) xivoctl\b/g, `$1 ${role}`))
