/** Limits of a workbook. Sizes are those of the inflated content, not those that the file declares. */
export interface Limits {
  /** Bytes of all parts together. */
  unpacked: number
  /** Files in the archive. */
  parts: number
  /** Bytes of XML in a part that is read whole: styles, the list of sheets. */
  part: number
  /** Bytes that the shared strings of an .xlsx take in memory. */
  strings: number
  /** Bytes of XML in one row or one shared string, with what stands in front of it; and characters of text in a row. */
  row: number
  /** The number of the last column with content. */
  columns: number
  /** The number of the last row with content. */
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
