import type {Context} from '../../context.ts'
import {allPeriods} from '../../database/callbacks/periods.ts'
import {missingColumns, ownColumns} from '../../database/doctor/diagnosis.ts'
import {type MigrationState, migrationState} from '../../database/migrate.ts'
import {xivoctl} from '../../settings/command-line.ts'
import {initHindrance} from '../schema.ts'
import {type Check, type Finding, fault, fine, orFine, warning} from './finding.ts'
import {remedyFrom} from './remedy.ts'
import {namesOf} from './xivo-tables.ts'

export const ownTables: Check = {
  name: 'own tables',
  needs: ['connection'],
  async examine(context) {
    const {db, schema} = context
    const state = await migrationState(db, schema)
    if (state.pending.length > 0) return [await lacking(context, state)]
    const missing = namesOf(await missingColumns(db, ownColumns(schema)))
    const found = [...missingTables(missing), ...fromTheFuture(schema, state.unknown)]
    return orFine(found, 'own tables', `schema '${schema}' is up to date`)
  },
}

async function lacking({db, schema, settings}: Context, state: MigrationState): Promise<Finding> {
  const hindrance = await initHindrance(db, schema, state)
  const trouble = {
    what: `schema '${schema}' lacks ${state.pending.join(', ')}${hindrance ? `, and ${hindrance.message}` : ''}`,
    why: 'callbacks, profiles and rights are kept there',
  }
  if (hindrance) {
    const remedy = remedyFrom(hindrance.hints, settings)
    return fault('own tables', hindrance.kind, {...trouble, ...(remedy && {remedy})})
  }
  const remedy = xivoctl(settings, 'db', 'init')
  return fault('own tables', 'unavailable', {...trouble, remedy, fix: 'own tables'})
}

function missingTables(missing: string[]): Finding[] {
  if (missing.length === 0) return []
  return [
    fault('own tables', 'unavailable', {
      what: `these tables are missing, although their migrations were run: ${missing.join(', ')}`,
      why: 'commands that need them fail',
      remedy: 'they were deleted by something other than xivoctl: restore them from a backup of the database',
    }),
  ]
}

function fromTheFuture(schema: string, unknown: string[]): Finding[] {
  if (unknown.length === 0) return []
  return [
    warning('own tables', {
      what: `schema '${schema}' is of a newer version: ${unknown.join(', ')}`,
      why: 'this xivoctl does not know what they change',
      remedy: 'upgrade this xivoctl',
    }),
  ]
}

export const defaultPeriod: Check = {
  name: 'default period',
  needs: ['own tables'],
  async examine({db, settings}) {
    const periods = await allPeriods(db)
    const [first, ...others] = periods
    if (periods.some((period) => period.default)) return [fine('default period', 'there is a default period')]
    const trouble = {
      what: 'there is no default period',
      why: 'callback requests that name no period cannot be created',
    }
    const kind = 'unavailable'
    if (first === undefined) {
      const remedy = xivoctl(settings, 'db', 'init')
      return [fault('default period', kind, {...trouble, remedy, fix: 'default period'})]
    }
    const choose = xivoctl(settings, 'callbacks', 'periods', 'set-default', first.name)
    if (others.length === 0) return [fault('default period', kind, {...trouble, remedy: choose, fix: 'default period'})]
    const names = others.map(({name}) => `'${name}'`).join(', ')
    return [fault('default period', kind, {...trouble, remedy: `${choose}, or the same with ${names}`})]
  },
}
