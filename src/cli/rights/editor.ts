import type {Catalog, Named} from '../../services/rights/catalog.ts'
import {profileTypes} from '../../services/rights/profiles.ts'
import type {ListChange, Rights, RightsChange} from '../../services/rights/rights.ts'
import {terminalPrompt} from '../command/prompt.ts'
import {escapeControls} from '../escapes.ts'

const kinds = [
  {kind: 'queue', field: 'queueIds', plural: 'queues'},
  {kind: 'group', field: 'groupIds', plural: 'agent groups'},
  {kind: 'incall', field: 'incallIds', plural: 'incalls'},
] as const

/** Asks for a user's profile and rights, starting from what they have. */
export async function askRights(before: Rights | undefined, catalog: Catalog): Promise<RightsChange> {
  const ask = await terminalPrompt()
  const present = before?.type ?? 'supervisor'
  const {type} = await ask([
    {
      type: 'select',
      name: 'type',
      message: 'Profile',
      // Any key that means nothing to inquirer selects the first one.
      choices: [present, ...profileTypes.filter((value) => value !== present)].map((value) => ({value})),
    },
  ])
  if (type === 'admin') return {type}
  const change: RightsChange = {type}
  for (const {kind, field, plural} of kinds) {
    const had = before?.data[field] ?? []
    const {ids} = await ask([
      {
        type: 'checkbox',
        name: 'ids',
        message: `The ${plural} to see`,
        choices: choices(catalog[kind], had),
        loop: false,
      },
    ])
    change[kind] = ticked(had, ids)
  }
  return type === 'supervisor' ? {...change, ...(await askSwitches(before))} : change
}

/** Only the changed choices. */
function ticked(had: number[], ids: number[]): ListChange {
  const reference = (id: number) => `id:${id}`
  return {
    add: ids.filter((id) => !had.includes(id)).map(reference),
    remove: had.filter((id) => !ids.includes(id)).map(reference),
  }
}

/** The user's current rights are ticked, even those on deleted objects. */
function choices(all: Named[], had: number[]) {
  const gone = had.filter((id) => !all.some((each) => each.id === id)).map((id) => ({id, name: 'deleted in XiVO'}))
  return [...all, ...gone].map(({id, name}) => ({
    value: id,
    name: escapeControls(`${name} (${id})`),
    checked: had.includes(id),
  }))
}

async function askSwitches(before: Rights | undefined) {
  const ask = await terminalPrompt()
  const answers = await ask([
    {
      type: 'confirm',
      name: 'recordingAccess',
      message: 'May listen to recordings?',
      default: before?.data.recordingAccess ?? true,
    },
    {
      type: 'confirm',
      name: 'dissuasionAccess',
      message: 'May change dissuasions?',
      default: before?.data.dissuasionAccess ?? false,
    },
  ])
  const {recordingAccess, dissuasionAccess} = answers
  return {
    ...(recordingAccess !== before?.data.recordingAccess && {recordingAccess}),
    ...(dissuasionAccess !== before?.data.dissuasionAccess && {dissuasionAccess}),
  }
}
