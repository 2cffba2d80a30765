/** What to do with a due date on a day on which the queue is open at no time: keep it, warn of it, or take the next open day. */
export const closedDaysRules = ['off', 'warn', 'next'] as const
export type ClosedDays = (typeof closedDaysRules)[number]

export const closedDaysOf = (text: string): ClosedDays | undefined => closedDaysRules.find((rule) => rule === text)
