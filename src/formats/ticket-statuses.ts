import {unfitName} from './text.ts'

/** As a configuration has them: `answered, no-answer`. Undefined when one of them is no name, or stands there twice. */
export function parseTicketStatuses(text: string): string[] | undefined {
  const statuses = text.split(',').map((each) => each.trim())
  const isFit = statuses.every((each) => unfitName(each) === undefined) && new Set(statuses).size === statuses.length
  return isFit ? statuses : undefined
}

export const TICKET_STATUSES = 'answered, no-answer, busy, voicemail, wrong-number, refused'
