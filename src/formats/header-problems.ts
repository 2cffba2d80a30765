import type {HeaderProblem} from './headers.ts'

const sentences: Record<HeaderProblem['why'], (problem: HeaderProblem) => string> = {
  unknown: () => 'is not a column that is known',
  date: () => 'is a date, but of what?',
  callback: () => 'may be a day or a phone number',
  'time-of-day': () => 'is a time of the day; a period is called by its name',
  appointment: () => 'is an appointment, which need not be the day of the callback',
  number: () => 'is a number, but of what?',
  extension: () => 'may be an extension, a room or a count',
  'other-person': () => 'belongs to another person',
  name: () => 'may be a full name, a last name or an organisation',
  company: () => 'may be a company',
  note: () => 'may be a description',
  phone: () => 'may be a phone number',
  period: () => 'may be a period',
  competes: ({fields, rival}) => `is a second ${fields.join(' or ')} beside '${rival}'`,
  twice: ({fields}) => `is not the only column for ${fields.join(' or ')}`,
  absent: ({near}) => `is not a column of the file${near === undefined ? '' : `; did you mean '${near}'?`}`,
  several: () => 'is the name of several columns',
  'no-number': () => 'neither phoneNumber nor mobilePhoneNumber is among the columns',
}

/** What is wrong with a column, to stand behind its name. */
export const headerReason = (problem: HeaderProblem): string => sentences[problem.why](problem)
