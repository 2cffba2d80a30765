import {Chalk, type ChalkInstance} from 'chalk'

/** chalk 5 does not read NO_COLOR; oclif's help does. */
function painter(stream: NodeJS.WriteStream): ChalkInstance {
  const wanted = stream.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
  return new Chalk({level: wanted ? 1 : 0})
}

export const paint = {stdout: painter(process.stdout), stderr: painter(process.stderr)}
