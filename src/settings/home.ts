import {userInfo} from 'node:os'

/** HOME, else the home directory in the user database, else `/`; never the working directory. */
export function homeDirectory(env: NodeJS.ProcessEnv): string {
  if (env.HOME) return env.HOME
  try {
    return userInfo().homedir
  } catch {
    return '/'
  }
}
