import {interrupted} from '../errors.ts'
import {profileTypes} from '../services/profiles.ts'
import type {ListChange, Rights, RightsChange} from '../services/rights.ts'
import type {Catalog, Named} from '../services/rights-catalog.ts'
import {terminalPrompt} from './confirm.ts'
import {escapeControls} from './table.ts'

const kinds = [
  {kind: 'queue', field: 'queueIds', plural: 'queues'},
  {kind: 'group', field: 'groupIds', plural: 'agent groups'},
  {kind: 'incall', field: 'incallIds', plural: 'incalls'},
] as const

/** Asks for a user's profile and rights, starting from what he has. */
export async function askRights(before: Rights | undefined, catalog: Catalog): Promise<RightsChange> {
  const ask = await terminalPrompt()
  const {type} = await ask([
    {
      type: 'select',
      name: 'type',
      message: 'Profile',
      choices: profileTypes.map((value) => ({value})),
      default: before?.type ?? 'supervisor',
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

/** Only what was ticked or unticked: what somebody else changes meanwhile stays. */
function ticked(had: number[], ids: number[]): ListChange {
  const reference = (id: number) => `id:${id}`
  return {
    add: ids.filter((id) => !had.includes(id)).map(reference),
    remove: had.filter((id) => !ids.includes(id)).map(reference),
  }
}

/** What the user has already is ticked, even what XiVO no longer has. */
function choices(all: Named[], had: number[]) {
  const gone = had.filter((id) => !all.some((each) => each.id === id)).map((id) => ({id, name: 'gone from XiVO'}))
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
      message: 'May use recordings?',
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

/** Shows line by line what would change, and asks once more. */
export async function confirmChange(login: string, lines: string[]): Promise<void> {
  process.stderr.write(`${lines.map((line) => `  ${escapeControls(line)}`).join('\n')}\n`)
  const ask = await terminalPrompt()
  const {sure} = await ask([{type: 'confirm', name: 'sure', message: `Write this for '${login}'?`, default: true}])
  if (!sure) throw interrupted('SIGINT', 'left as it is')
}

/** What `change` makes of `before`, a line for each thing. */
export function differences(before: Rights | undefined, change: RightsChange, catalog: Catalog): string[] {
  const lines = change.type === before?.type ? [] : [`profile: ${before?.type ?? 'none'} → ${change.type}`]
  for (const {kind, plural} of kinds) {
    const name = (reference: string) => catalog[kind].find(({id}) => `id:${id}` === reference)?.name ?? reference
    const added = (change[kind]?.add ?? []).map((reference) => `+${name(reference)}`)
    const removed = (change[kind]?.remove ?? []).map((reference) => `-${name(reference)}`)
    if (added.length + removed.length > 0) lines.push(`${plural}: ${[...added, ...removed].join(' ')}`)
  }
  for (const field of ['recordingAccess', 'dissuasionAccess'] as const) {
    if (change[field] !== undefined) lines.push(`${field}: ${change[field]}`)
  }
  return lines
}
