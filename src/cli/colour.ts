import {Chalk, type ChalkInstance} from 'chalk'

type Name = 'stdout' | 'stderr'

const painters: Partial<Record<Name, ChalkInstance>> = {}

/** chalk 5 does not read NO_COLOR; oclif's help does. */
function painter(name: Name): ChalkInstance {
  const wanted = process[name].isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
  painters[name] ??= new Chalk({level: wanted ? 1 : 0})
  return painters[name]
}

export const paint = {
  get stdout() {
    return painter('stdout')
  },
  get stderr() {
    return painter('stderr')
  },
}
