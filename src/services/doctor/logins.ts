import {type SharedLogin, sharedLogins} from '../../database/users.ts'
import {counted} from '../../formats/counted.ts'
import {grouped} from '../../formats/grouped.ts'
import {type Check, type Finding, few, orFine, warning} from './finding.ts'

export const logins: Check = {
  name: 'logins',
  needs: ['xivo tables'],
  async examine({db}) {
    const found = (await sharedLogins(db)).flatMap(toFindings)
    return orFine(found, 'logins', 'no two users share one')
  },
}

const remedy = "give all but one of them another login in XiVO's web interface"

function toFindings(users: SharedLogin): Finding[] {
  const byLogin = grouped(users, ({login}) => login)
  const twice = [...byLogin].filter(([, {length}]) => length > 1)
  if (twice.length > 0) return twice.map(([login, holders]) => duplicate(login, holders))
  return [onlyByCase(users)]
}

const idsOf = (users: SharedLogin) => `user ids ${few(users.map(({id}) => id))}`

const duplicate = (login: string, users: SharedLogin) =>
  warning('logins', {
    what: `${counted(users.length, 'user has', 'users have')} the login '${login}': ${idsOf(users)}`,
    why: 'it is ambiguous: commands and requests for this login are refused',
    remedy,
  })

const onlyByCase = (users: SharedLogin) =>
  warning('logins', {
    what: `the logins ${few(users.map(({login}) => `'${login}'`))} differ only in case: ${idsOf(users)}`,
    why: "XiVO's web interface treats them as one, xivoctl as several",
    remedy,
  })
