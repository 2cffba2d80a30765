/** How a change was made. */
export type Channel = 'command' | 'cron' | 'rest'

/** By way of whom or what somebody came to a command. */
export interface Via {
  /** Who used sudo. */
  sudo?: string
  /** The address that an SSH connection came from. */
  ssh?: string
}

/** One command, or one request over REST: its changes belong together. */
export interface Run {
  uuid: string
  /** How many changes it has made so far, in all its transactions. */
  changes: number
  channel: Channel
  via?: Via
  /** The command or route with its flags; no customer's value. */
  asked: string
}
