const text = {type: 'string'}
const texts = {type: 'array', items: text, uniqueItems: true}
const ringTime = {
  type: 'integer',
  minimum: 0,
  maximum: 999_999_999,
  description: 'Seconds to ring; 0, or no ringTime, means no limit.',
}

const fields = (properties: object, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

const byName = (description: string, entry: object) => ({
  description,
  type: ['object', 'null'],
  additionalProperties: entry,
})

const profile = {enum: ['admin', 'supervisor', 'teacher']}

const profileFields = fields(
  {
    profile,
    queues: {...texts, description: 'Names of queues.'},
    groups: {...texts, description: 'Names of agent groups.'},
    incalls: {...texts, description: 'Incalls, as EXTEN@CONTEXT.'},
    recording: {type: 'boolean', description: 'Whether the supervisor may use recordings.'},
    dissuasion: {type: 'boolean', description: 'Whether the supervisor may change dissuasions.'},
  },
  ['profile'],
)

const user = {
  oneOf: [fields({login: text}, ['login']), fields({id: {type: 'integer', minimum: 0}, name: text}, ['id', 'name'])],
}

const destinations = [
  {const: 'none'},
  fields({sound: {...text, description: 'The name of a sound, without extension.'}, options: text}, ['sound']),
  fields({queue: text, ringTime}, ['queue']),
  fields({group: {...text, description: 'A group of telephones.'}, ringTime}, ['group']),
  fields({user, ringTime}, ['user']),
  fields(
    {
      action: {...text, description: "XiVO's own word, such as extension or endcall:hangup."},
      actionarg1: text,
      actionarg2: text,
    },
    ['action'],
  ),
]

/** The JSON Schema (draft 7) of what `site export` writes; editors use it to check and complete a file. */
export const siteSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Configuration of a XiVO (xivoctl site export)',
  ...fields({
    $schema: text,
    profiles: byName('Profiles and rights, by login.', {oneOf: [profile, profileFields]}),
    callbackLists: byName('The queue of each callback list.', text),
    periods: byName(
      'Preferred periods of callback requests.',
      fields({start: text, end: text, default: {type: 'boolean'}}, ['start', 'end']),
    ),
    dissuasions: byName('Where the callers of each queue go when no agent can answer.', {oneOf: destinations}),
  }),
}
