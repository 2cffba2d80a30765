/** A record as a line of CSV that reads back unchanged, with quotes where needed. */
export const csvLine = (record: readonly string[], delimiter: string, end = '\n') =>
  `${record.map((field) => quoted(field, delimiter)).join(delimiter)}${end}`

const quoted = (field: string, delimiter: string) =>
  field.includes(delimiter) || /^["\s]|[\r\n]|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
