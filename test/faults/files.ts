import {mkdtempSync, writeFileSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {onTestFinished} from 'vitest'

/** A folder for the running test's files. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'xivoctl-faults-'))
  onTestFinished(() => rm(path, {recursive: true, force: true}))
  return path
}

/** Writes a file of so many good lines. */
export function writeLines(path: string, rows: number): string {
  writeFileSync(
    path,
    `phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period\n${goodLines(rows)}`,
  )
  return path
}

const goodLines = (rows: number) =>
  Array.from(
    {length: rows},
    (_, i) => `02${String(i).padStart(8, '0')}|0689746321|Jean|Nom ${i}|Société ${i % 7}|rappeler vite|2026-11-30|\n`,
  ).join('')
