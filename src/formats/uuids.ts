export const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

const lowest = '00000000-0000-0000-0000-000000000000'
const highest = lowest.replaceAll('0', 'f')

/** The minimum length of a uuid prefix. */
export const SHORTEST_BEGINNING = 8

/** The range of uuids with this prefix; undefined when it is not a valid prefix, or too short. */
export function uuidsFrom(beginning: string): {first: string; last: string} | undefined {
  if (beginning.length < SHORTEST_BEGINNING) return undefined
  const text = beginning.toLowerCase()
  const first = text + lowest.slice(text.length)
  return isUuid(first) ? {first, last: text + highest.slice(text.length)} : undefined
}
