import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {type CallFormat, callFormats} from './asterisk.ts'
import type {Compared} from './sets.ts'

const page = fileURLToPath(new URL('../../docs/sounds.md', import.meta.url))
const block = /(<!-- test:asterisk -->\n)[\s\S]*?(<!-- \/test:asterisk -->\n)/

/** Writes what a run saw into its place in docs/sounds.md. */
export function writeTable(
  versions: readonly string[],
  cases: readonly Compared[],
  sentences: readonly string[],
): void {
  const text = readFileSync(page, 'utf8')
  if (!block.test(text)) throw new Error(`${page} has no place for the table`)
  const names = versions.map((version) => `Asterisk ${/^[\d.]*\d/.exec(version)?.[0] ?? version}`)
  const rows = [['file', ...names, 'xivoctl'], ['---', ...names.map(() => '---'), '---'], ...cases.map(rowOf)]
  const table = rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
  writeFileSync(
    page,
    text.replace(block, (_, start, end) => `${start}\n${sentences.join('\n')}\n\n${table}\n${end}`),
  )
}

const rowOf = ({of: {what}, heard, said}: Compared): string[] => [
  what,
  ...heard.map((on) => cell((format) => shown(on[format].outcome, on[format].seconds))),
  cell((format) => saidText(said[format])),
]

const saidText = ({verdict, seconds}: Compared['said'][CallFormat]) =>
  shown(verdict, verdict === 'does not play' ? undefined : seconds)

const shown = (outcome: string, seconds = 0) => (seconds > 0 ? `${outcome} (${seconds.toFixed(1)} s)` : outcome)

/** The outcome on calls of each format, where they differ. */
function cell(text: (format: CallFormat) => string): string {
  const texts = callFormats.map((format) => [format, text(format)] as const)
  const different = new Set(texts.map(([, each]) => each))
  if (different.size === 1) return [...different].join()
  return [...different]
    .map((each) => `${texts.flatMap(([format, its]) => (its === each ? format : [])).join(', ')}: ${each}`)
    .join('; ')
}
