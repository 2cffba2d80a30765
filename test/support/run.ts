import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {Command, Config} from '@oclif/core'
import {configForCommand} from '../../src/cli/run/plain-config.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The outcome of a command, as a shell would see it. */
export interface Run {
  code: number
  stdout: string
  stderr: string
}

type CommandClass = {new (argv: string[], config: Config): Command; baseFlags?: object; flags?: object}

/** Runs a command line in this process. */
export async function runLine(words: string[], env: Record<string, string> = {}): Promise<Run> {
  const {command, rest} = await commandOf(words)
  return run(command, rest, env)
}

/** The command of a command line, its name, and the words after it. */
export async function commandOf(words: string[]): Promise<{command: CommandClass; name: string; rest: string[]}> {
  for (let length = words.length; length > 0; length--) {
    if (words[length - 1] === '') continue
    const path = join(root, 'commands', ...words.slice(0, length))
    const file = [`${path}.ts`, join(path, 'index.ts')].find((each) => existsSync(each))
    if (file === undefined) continue
    const {default: command} = (await import(file)) as {default: CommandClass}
    return {command, name: words.slice(0, length).join(' '), rest: words.slice(length)}
  }
  throw new Error(`no command ${words.join(' ')}`)
}

/** Runs a command class in this process, from its source rather than a build. */
export async function run(command: CommandClass, argv: string[], env: Record<string, string> = {}): Promise<Run> {
  const config = configForCommand(root)
  // oclif prints more warnings when NODE_ENV is `test`.
  const restore = setEnvironment({NODE_ENV: 'production', ...env})
  const stdout = capture(process.stdout)
  const stderr = capture(process.stderr)
  const formerExitCode = process.exitCode
  process.exitCode = 0
  try {
    await (new command(argv, config) as unknown as {_run: () => Promise<unknown>})._run()
  } finally {
    stdout.release()
    stderr.release()
    restore()
  }
  const code = Number(process.exitCode)
  process.exitCode = formerExitCode
  return {code, stdout: stdout.text(), stderr: stderr.text()}
}

function setEnvironment(env: Record<string, string>): () => void {
  const former = {...process.env}
  for (const name of Object.keys(process.env)) if (name.startsWith('XIVOCTL_')) delete process.env[name]
  Object.assign(process.env, env)
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in former)) delete process.env[name]
    Object.assign(process.env, former)
  }
}

function capture(stream: NodeJS.WriteStream) {
  const chunks: string[] = []
  const write = stream.write
  stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))
    const done = rest.find((each) => typeof each === 'function') as (() => void) | undefined
    done?.()
    return true
  }) as typeof stream.write
  return {
    text: () => chunks.join(''),
    release: () => {
      stream.write = write
    },
  }
}
