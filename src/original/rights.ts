import {unstorable} from '../formats/text.ts'
import {elements, Fields, type Remarks} from './remarks.ts'

export const rightKinds = ['queue', 'group', 'incall'] as const

/** A user's profile and rights as the original has them, not checked against this XiVO. */
export interface OriginalRights {
  login: string
  type: string
  ids: Record<(typeof rightKinds)[number], number[]>
  recordingAccess: boolean | undefined
  dissuasionAccess: boolean | undefined
}

/** The logins of the users that have a profile. */
export function readLogins(answer: unknown, remarks: Remarks): string[] {
  return elements(answer, 'users').flatMap((each) => {
    const user = new Fields(each, 'users', ['name', 'firstname', 'login', 'profile'], remarks)
    const login = user.raw('login')
    user.place = typeof login === 'string' ? `user ${login}` : 'a user'
    if (user.text('profile') === undefined) return []
    const reason = typeof login === 'string' && login !== '' ? unstorable(login) : 'is missing'
    if (reason === undefined) return [String(login)]
    user.refuse('login', reason)
    return []
  })
}

/** The answer about one login. Undefined when it is unusable, which adds a problem. */
export function readRights(answer: unknown, login: string, remarks: Remarks): OriginalRights | undefined {
  if (answer === undefined) {
    remarks.note(`user ${login}`, 'has a profile, but no rights are found for it')
    return undefined
  }
  const rights = new Fields(answer, 'rights', ['type', 'data'], remarks)
  const data = new Fields(
    rights.raw('data') ?? {},
    'rights.data',
    ['queueIds', 'groupIds', 'incallIds', 'recordingAccess', 'dissuasionAccess'],
    remarks,
  )
  rights.place = data.place = `user ${login}`
  const type = rights.text('type') ?? rights.refuse('type', 'is missing')
  const read = {
    ids: {queue: data.integers('queueIds'), group: data.integers('groupIds'), incall: data.integers('incallIds')},
    recordingAccess: data.boolean('recordingAccess'),
    dissuasionAccess: data.boolean('dissuasionAccess'),
  }
  return type === undefined || rights.bad || data.bad ? undefined : {login, type, ...read}
}
