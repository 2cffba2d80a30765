/** Reads a time of day, `HH:MM` or `HH:MM:SS`, as `HH:MM:SS`; undefined for anything else. */
export function parseTime(text: string): string | undefined {
  const [, hours, minutes, seconds = '00'] = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text) ?? []
  return hours === undefined ? undefined : `${hours}:${minutes}:${seconds}`
}

/** A moment in the time zone of this process, to the second. */
export function localTime(moment: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-')
  return `${day} ${[moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join(':')}`
}
