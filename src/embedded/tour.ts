/** A command that the tour runs, and its expected outcome. */
export interface TourStep {
  /** A sentence that introduces the command. */
  says: string
  /** Without `--context`, which the tour adds. */
  argv: string[]
  /** Standard input. */
  input?: string
  /** The expected exit code; 0 by default. */
  exitCode?: number
}

/** Copied from the documentation of the configuration server's API, indentation included. */
const sampleOfTheApi = `phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period
      0230210092|0689746321|John|Doe|MyCompany|Call back quickly||
      0587963214|0789654123|Alice|O'Neill|YourSociety||2016-08-01|Afternoon
`

const badFile = `phoneNumber|lastName|dueDate|period
0230210092|Doe|2026-12-24|Matin
0230210093|Roe|2026-02-30|
call me|Poe||Mattin
0230210094|Coe
`

/** The commands that an administrator would try first, on the sample data. */
export const tour: TourStep[] = [
  {
    says: 'Who has which profile? Here, the supervisors:',
    argv: ['profiles', 'list', '--profile', 'supervisor'],
  },
  {
    says: 'What may James Bond see and do?',
    argv: ['rights', 'get', 'jbond'],
  },
  {
    says: 'Give jbond one more queue, and let them change dissuasions. Names will do, no ids needed:',
    argv: ['rights', 'set', 'jbond', '--add-queue', 'ventes', '--dissuasion'],
  },
  {
    says: 'A list for customers who were promised a call:',
    argv: ['callbacks', 'lists', 'create', 'Newsletter', '--queue', 'sales'],
  },
  {
    says: "The two requests of the API's description, exactly as printed there:",
    argv: ['callbacks', 'import', 'Newsletter', '-'],
    input: sampleOfTheApi,
  },
  {
    says: 'What has been due for years?',
    argv: ['callbacks', 'find', '--filter', 'dueDate < 2020-01-01'],
  },
  {
    says: 'The whole list, in the format that import reads:',
    argv: ['callbacks', 'export', 'Newsletter'],
  },
  {
    says: 'A file is imported completely or not at all; a dry run lists every bad line:',
    argv: ['callbacks', 'import', 'Newsletter', '-', '--dry-run'],
    input: badFile,
    exitCode: 3,
  },
  {
    says: 'All lists, with the requests that are not closed:',
    argv: ['callbacks', 'lists'],
  },
  {
    says: 'The queues of this contact centre:',
    argv: ['queues', 'list'],
  },
  {
    says: 'Which queues does agent 1001 serve?',
    argv: ['agents', 'get', '1001'],
  },
  {
    says: 'Where do callers go when no agent can answer? What would not work is marked:',
    argv: ['dissuasion', 'list'],
  },
  {
    says: 'What could the callers of the queue sales hear instead?',
    argv: ['dissuasion', 'options', 'sales'],
  },
  {
    says: 'Send them to the switchboard, from the next call on:',
    argv: ['dissuasion', 'set-queue', 'sales', 'switchboard'],
  },
  {
    says: 'Or let them hear another sound:',
    argv: ['dissuasion', 'set-sound', 'sales', 'sales_newSoundFile'],
  },
  {
    says: 'Scripts read JSON, with the fields of the API:',
    argv: ['dissuasion', 'get', 'sales', '--json'],
  },
  {
    says: 'Deleting a list deletes its requests. On a terminal the command would ask first; scripts add --yes:',
    argv: ['callbacks', 'lists', 'delete', 'Newsletter', '--yes'],
  },
]
