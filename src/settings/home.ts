import {userInfo} from 'node:os'

/** The home directory: never the working directory, also of a process without HOME, and `/` of one whose user has no entry. */
export function homeDirectory(env: NodeJS.ProcessEnv): string {
  if (env.HOME) return env.HOME
  try {
    return userInfo().homedir
  } catch {
    return '/'
  }
}
