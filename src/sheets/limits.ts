/** What a workbook may cost; sizes count what was really inflated, not what the file declares. */
export interface Limits {
  /** Bytes of all parts together. */
  unpacked: number
  /** Files in the archive. */
  parts: number
  /** Bytes of XML in a part that is read whole: styles, the list of sheets. */
  part: number
  /** Bytes that the shared strings of an .xlsx take in memory. */
  strings: number
  /** Bytes of XML from the end of one row, or shared string, to the end of the next. */
  row: number
  /** Columns up to the last one with content. */
  columns: number
  /** Number of the last row with content. */
  rows: number
}

const MIB = 1024 * 1024

export const defaultLimits: Limits = {
  unpacked: 1024 * MIB,
  parts: 10_000,
  part: 64 * MIB,
  strings: 256 * MIB,
  row: 16 * MIB,
  columns: 100,
  rows: MIB,
}

export const asSize = (bytes: number) =>
  bytes >= 1024 * MIB ? `${bytes / (1024 * MIB)} GiB` : bytes >= MIB ? `${bytes / MIB} MiB` : `${bytes} bytes`
