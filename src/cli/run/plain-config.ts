import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {type Command, Config, type Interfaces} from '@oclif/core'

type Manifest = Record<string, Command.Loadable>
type Topics = Record<string, {description?: string}>

/** The parts of package.json that oclif's configuration is made from. */
interface Package {
  name: string
  version: string
  oclif: {bin: string; dirname: string; topicSeparator: ' '; topics: Topics}
}

const readJson = (root: string, name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'))

/** The part of oclif's configuration that commands use. We have no hooks for commands that run. */
export function configForCommand(root: string): Config {
  const {oclif, fields} = described(root)
  const variable = (key: string) => `${oclif.bin}_${key}`.toUpperCase()
  const config: Partial<Config> = {
    ...fields,
    commandIDs: [],
    findCommand: (() => undefined) as unknown as Config['findCommand'],
    scopedEnvVar: (key) => process.env[variable(key)],
    scopedEnvVarKey: variable,
    scopedEnvVarKeys: (key) => [variable(key)],
    runHook: async () => ({successes: [], failures: []}),
  }
  return config as Config
}

/** The configuration for help, with all commands and topics of the manifest. */
export function configForHelp(root: string): Config {
  const {oclif, fields} = described(root)
  const {commands} = readJson(root, 'oclif.manifest.json') as {commands: Manifest}
  const config = Object.assign(new Config({root}), fields)
  const plugin = {
    commands: Object.values(commands).sort((a, b) => (a.id < b.id ? -1 : 1)),
    topics: Object.entries(oclif.topics).map(([name, topic]) => ({...topic, name})),
  }
  const loading = config as unknown as Record<'loadCommands' | 'loadTopics', (from: typeof plugin) => void>
  loading.loadCommands(plugin)
  loading.loadTopics(plugin)
  return config
}

/** `xivoctl/0.1.0 linux-x64 node-v20.0.0` */
export const userAgent = (root: string) => described(root).fields.userAgent

function described(root: string) {
  const pjson = readJson(root, 'package.json') as Package
  const {name, version, oclif} = pjson
  const {bin, dirname, topicSeparator} = oclif
  return {
    oclif,
    fields: {
      root,
      pjson: pjson as unknown as Interfaces.PJSON,
      name,
      version,
      bin,
      dirname,
      topicSeparator,
      userAgent: `${name}/${version} ${process.platform}-${process.arch} node-${process.version}`,
    },
  }
}
