/** Frequent commands, with their purposes. */
const daily: [line: string, does: string][] = [
  ['profiles list', 'the users with their profile'],
  ['rights get LOGIN', "a user's profile and rights"],
  ['rights set LOGIN', 'change them: --profile, --add-queue, --remove-queue …'],
  ['callbacks find', 'callback requests that match --filter'],
  ['callbacks import LIST FILE', 'requests from a file; --dry-run only shows the result'],
  ['callbacks close UUID', 'close a request'],
  ['callbacks stats', 'how many requests are still ongoing'],
  ['queues list', 'the queues, with their number of agents'],
  ['dissuasion list', 'what callers hear when no agent can answer'],
  ['doctor', 'problems, and how to fix them'],
]

/** The output of the program without arguments. */
export function frontPage(): string {
  const width = Math.max(...daily.map(([line]) => line.length))
  return [
    'xivoctl administers a XiVO contact centre from the command line.',
    '',
    ...daily.map(([line, does]) => `  xivoctl ${line.padEnd(width)}  ${does}`),
    '',
    `All commands: xivoctl --help · help on one: xivoctl COMMAND --help`,
    `To connect to a XiVO: xivoctl setup · to try it on sample data: xivoctl demo start, then --context demo`,
  ].join('\n')
}
