import type {Hint, Remedy, RemedyCommand, RemedyOption} from '../errors.ts'

/** What a client can do instead of running a command; undefined where only the server's administrator can act. */
const instead: Record<RemedyCommand, string | undefined> = {
  'callbacks do-not-call list': 'POST /xivoctl/api/1/do_not_call/find lists them',
  'callbacks find': 'POST /configmgt/api/1.0/callback_requests/find returns them with their uuids',
  'callbacks imports': 'GET /xivoctl/api/1/callback_imports lists them',
  'callbacks lists rename': 'PATCH /xivoctl/api/1/callback_lists/:uuid renames one',
  'callbacks periods set-default': 'POST /xivoctl/api/1/callback_periods/:uuid/default sets it',
  'db init': 'ask the administrator of this server to make its tables, or to grant them',
  'db recompute-identities': 'ask the administrator of this server which country is right',
  'dissuasion end-override': 'ask the administrator of this server to let it run',
  'dissuasion overrides': 'GET /xivoctl/api/1/dissuasion_overrides lists them',
  'dissuasion set-sound': undefined,
  doctor: 'ask the administrator of this server to examine it',
  history: 'GET /xivoctl/api/1/changes lists them',
  'rights set': 'POST /configmgt/api/1.0/rights/user/:login gives one',
}

/** The options that exist as query parameters. */
const options: readonly RemedyOption[] = ['dates', 'delimiter', 'encoding', 'hidden', 'sheet']

/** Those that are fields of the body. */
const bodyFields: Partial<Record<RemedyOption, string>> = {atMost: 'atMost', everyone: 'everyone', name: 'names'}

/** A hint worded for the API; undefined when a client cannot follow it with a request. */
export function wordHint(hint: Hint): string | undefined {
  if (typeof hint === 'string') return hint
  if ('run' in hint) return instead[hint.run]
  const remedy = 'map' in hint ? undefined : optionOf(hint)
  return remedy === undefined || hint.when === undefined ? remedy : `${hint.when}: ${remedy}`
}

function optionOf({give, value}: Extract<Remedy, {give: unknown}>): string | undefined {
  if (options.includes(give)) return `${give}=${encodeURIComponent(value ?? 'true')} in the query`
  const field = bodyFields[give]
  return field && `${[field, value].filter(Boolean).join(' ')} in the body`
}
