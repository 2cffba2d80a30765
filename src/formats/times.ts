/** A time of the day, `HH:MM` or `HH:MM:SS`, as `HH:MM:SS`; undefined when it is none. */
export function parseTime(text: string): string | undefined {
  const [, hours, minutes, seconds = '00'] = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text) ?? []
  return hours === undefined ? undefined : `${hours}:${minutes}:${seconds}`
}
