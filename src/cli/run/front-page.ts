/** The commands of a day, with what they are for. */
const daily: [line: string, does: string][] = [
  ['profiles list', 'the users with their profile'],
  ['rights get LOGIN', "a user's profile and rights"],
  ['rights set LOGIN', 'change them: --profile, --add-queue, --remove-queue …'],
  ['callbacks find', 'callback requests, by --filter'],
  ['callbacks import LIST FILE', 'requests from a CSV file; --dry-run rehearses'],
  ['callbacks close UUID', 'a request is done with'],
  ['callbacks stats', 'what is left to call'],
  ['queues list', 'the queues, with their agents counted'],
  ['dissuasion list', 'what callers hear when no agent answers'],
  ['doctor', 'what is wrong, and the command that repairs it'],
]

/** What the program's name alone shows. */
export function frontPage(): string {
  const width = Math.max(...daily.map(([line]) => line.length))
  return [
    'xivoctl administers a XiVO contact centre from the command line.',
    '',
    ...daily.map(([line, does]) => `  xivoctl ${line.padEnd(width)}  ${does}`),
    '',
    `Every command: xivoctl --help · one of them: xivoctl COMMAND --help`,
    `To connect it to a XiVO: xivoctl setup · sample data to try it on: xivoctl demo start, then --context demo`,
  ].join('\n')
}
