import {exitMeanings, exitMeaningsOf} from '../../src/cli/command/exit-codes.ts'
import {usageLine} from '../../src/cli/command/usage.ts'

/** A command in oclif's manifest. */
interface ManifestCommand {
  id: string
  summary?: string
  description?: string
  examples?: string[]
  args: Record<string, {name: string; description?: string; required?: boolean}>
  flags: Record<string, ManifestFlag>
  hidden?: boolean
  strict?: boolean
  usage?: string | string[]
}

interface ManifestFlag {
  name: string
  char?: string
  description?: string
  summary?: string
  helpValue?: string
  helpGroup?: string
  type: 'boolean' | 'option'
  allowNo?: boolean
  multiple?: boolean
  required?: boolean
  options?: string[]
  exclusive?: string[]
  default?: unknown
  hidden?: boolean
}

export interface Manual {
  version: string
  /** `YYYY-MM-DD` */
  date: string
  commands: Record<string, ManifestCommand>
}

const PROGRAM = 'xivoctl'

/** A page for the program and one for each command, keyed by file name. */
export function manPages(manual: Manual): Map<string, string> {
  const commands = Object.values(manual.commands).filter(({hidden}) => !hidden)
  return new Map([
    [`${PROGRAM}.1`, programPage(manual, commands)],
    ...commands.map((command): [string, string] => [`${pageOf(command)}.1`, commandPage(manual, command)]),
  ])
}

const pageOf = ({id}: ManifestCommand) => `${PROGRAM}-${id.replaceAll(':', '-')}`
const wordsOf = ({id}: ManifestCommand) => `${PROGRAM} ${id.replaceAll(':', ' ')}`

function programPage(manual: Manual, commands: ManifestCommand[]): string {
  return page(manual, PROGRAM, [
    section('name', [`${PROGRAM} \\- administration of a XiVO contact centre`]),
    section('synopsis', [`.B ${PROGRAM}`, '.I command', '[\\fIoptions\\fR]']),
    section('description', [
      text('Profiles and rights, callbacks, agents, queues and their dissuasion, over the XiVO database.'),
      text('Results are on standard output, everything else on standard error. --json prints one document.'),
    ]),
    section(
      'commands',
      commands.flatMap((command) => ['.TP', `.BR ${roff(pageOf(command))} (1)`, text(command.summary ?? '')]),
    ),
    exitStatus(),
    section('files', [
      '.TP',
      '.I ~/.config/xivoctl/config.json',
      text('contexts of this user: database, schema, sound directory, dissuasion queue'),
      '.TP',
      '.I /etc/xivoctl/config.json',
      text('the same, for all users'),
    ]),
    section('environment', [
      '.TP',
      '.BR XIVOCTL_DATABASE_URL ,\\ XIVOCTL_CONTEXT ,\\ XIVOCTL_CONFIG',
      text('which XiVO to use'),
    ]),
  ])
}

const exitStatus = (codes = exitMeanings) =>
  section(
    'exit status',
    codes.flatMap(({code, meaning}) => ['.TP', `.B ${code}`, text(meaning)]),
  )

function commandPage(manual: Manual, command: ManifestCommand): string {
  const flags = Object.values(command.flags).filter(({hidden}) => !hidden)
  const args = Object.values(command.args)
  return page(manual, pageOf(command), [
    section('name', [`${roff(pageOf(command))} \\- ${roff(command.summary ?? '')}`]),
    section('synopsis', [`.B ${roff(wordsOf(command))}`, text(usageLine(command))]),
    command.description ? section('description', paragraphs(command.description)) : '',
    section(
      'arguments',
      args.flatMap(({name, description = ''}) => ['.TP', `.I ${roff(name.toUpperCase())}`, text(description)]),
    ),
    section(
      'options',
      flags.flatMap((flag) => ['.TP', flagHead(flag), text(flagText(flag))]),
    ),
    section(
      'examples',
      (command.examples ?? []).flatMap((example) => ['.PP', '.nf', roff(plain(example, command)), '.fi']),
    ),
    exitStatus(exitMeaningsOf(command)),
    section('see also', [`.BR ${PROGRAM} (1)`]),
  ])
}

function flagHead({name, char, type, helpValue, allowNo, options}: ManifestFlag): string {
  const long = `\\fB\\-\\-${allowNo ? '[no\\-]' : ''}${roff(name)}\\fR`
  const value = type === 'option' ? ` \\fI${roff(helpValue ?? options?.join('|') ?? name.toUpperCase())}\\fR` : ''
  return `${char ? `\\fB\\-${char}\\fR, ` : ''}${long}${value}`
}

function flagText({description, summary, multiple, required, default: standard}: ManifestFlag): string {
  const remarks = [
    ...(required ? ['required'] : []),
    ...(multiple ? ['may be given several times'] : []),
    ...(['string', 'number'].includes(typeof standard) ? [`default: ${standard}`] : []),
  ]
  const said = description ?? summary ?? ''
  return remarks.length > 0 ? `${said} (${remarks.join('; ')})` : said
}

const plain = (example: string, command: ManifestCommand) =>
  example.replaceAll('<%= config.bin %>', PROGRAM).replaceAll('<%= command.id %>', command.id.replaceAll(':', ' '))

function page({version, date}: Manual, name: string, sections: string[]): string {
  const head = `.TH ${roff(name.toUpperCase())} 1 ${date} "${PROGRAM} ${version}" "${PROGRAM}"`
  return [head, '.nh', '.ad l', ...sections.filter((each) => each !== '')].join('\n').concat('\n')
}

const section = (title: string, lines: string[]) =>
  lines.length === 0 ? '' : [`.SH ${title.toUpperCase()}`, ...lines].join('\n')

const paragraphs = (description: string) =>
  description.split('\n').flatMap((line, i) => [...(i > 0 ? ['.PP'] : []), text(line)])

/** Allows a line break after a bar, for words without blanks. */
const text = (sentence: string) => roff(sentence).replaceAll('|', '|\\:') || '\\&'

/** Escapes the characters that are special in roff: backslash, hyphen, and a dot or apostrophe at the start of a line. */
const roff = (plain: string) =>
  plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('`', '\\`')
    .replace(/^(?=[.'])/gm, '\\&')
