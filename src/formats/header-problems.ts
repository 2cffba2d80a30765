import type {HeaderProblem} from './headers.ts'

const sentences: Record<HeaderProblem['why'], (problem: HeaderProblem) => string> = {
  unknown: () => 'is not a known column',
  date: () => 'may be any date, not only the due date',
  callback: () => 'may be a day or a phone number',
  'time-of-day': () => 'is a time of day; a period is given by its name',
  appointment: () => 'is an appointment, which may differ from the due date',
  number: () => 'may be any number, not only a phone number',
  extension: () => 'may be an extension, a room or a count',
  'other-person': () => 'is about another person',
  name: () => 'may be a full name, a last name or an organisation',
  company: () => 'may be a company',
  note: () => 'may be a description',
  phone: () => 'may be a phone number',
  period: () => 'may be a period',
  competes: ({fields, rival}) => `also fits ${fields.join(' or ')}, as '${rival}' does`,
  twice: ({fields}) => `is not the only column for ${fields.join(' or ')}`,
  absent: ({near}) => `is not a column of the file${near === undefined ? '' : `; did you mean '${near}'?`}`,
  several: () => 'is the name of several columns',
  'no-number': () => 'neither phoneNumber nor mobilePhoneNumber is among the columns',
}

/** The problem of a column. The text continues after its name. */
export const headerReason = (problem: HeaderProblem): string => sentences[problem.why](problem)
