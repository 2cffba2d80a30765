import {execFileSync} from 'node:child_process'
import {describe, expect, test} from 'vitest'
import {bashWord, readBashLine} from '../../../src/cli/complete/bash-line.ts'

const names = [
  'Relances ventes',
  "L'été",
  'Facturation : litiges',
  'a|b & c; d > e',
  'Prix $5 "net"! 50% `x` \\ $(touch /tmp/x)',
  '*?[a]{b,c}~#',
  'Zoë',
  '~root',
  '-n',
]

/** What bash itself makes of a word. */
const inBash = (word: string) =>
  execFileSync('bash', ['--norc', '-c', `printf '%s\\0' ${word}`], {encoding: 'utf8'})
    .split('\0')
    .slice(0, -1)

describe('a word that is put in place of what was typed', () => {
  test.each(names)('is one word for bash, whatever quote is open: %s', (name) => {
    for (const quote of ['', '"', "'"] as const) {
      const typed = bashWord(name, {words: [], quote, kept: 0})
      expect(inBash(`${quote}${typed}${quote}`), quote).toEqual([name])
    }
  })

  test.each(names)('can be completed further: %s', (name) => {
    for (const quote of ['', '"', "'"] as const) {
      const typed = `${quote}${bashWord(name, {words: [], quote, kept: 0})}`
      expect(readBashLine(`xivoctl callbacks export ${typed}`, typed)).toMatchObject({
        words: ['xivoctl', 'callbacks', 'export', name],
      })
    }
  })
})

describe('a line', () => {
  test('ends with what is being typed, even nothing', () => {
    expect(readBashLine('xivoctl rights get ', '').words).toEqual(['xivoctl', 'rights', 'get', ''])
    expect(readBashLine(`x "" 'a b' c\\ d`, '').words).toEqual(['x', '', 'a b', 'c d'])
  })

  test('keeps what stands before the part that readline replaces', () => {
    expect(readBashLine('x --queue=sa', 'sa')).toMatchObject({words: ['x', '--queue=sa'], kept: 8})
    expect(readBashLine('x --list="Relances v', 'Relances v')).toMatchObject({quote: '"', kept: 7})
    expect(readBashLine('x Facturation\\ :\\ li', '\\ li')).toMatchObject({words: ['x', 'Facturation : li'], kept: 13})
  })

  test('is read, never run', () => {
    expect(readBashLine('x "$(touch /tmp/x)" `id` $HOME', '$HOME').words).toEqual([
      'x',
      '$(touch /tmp/x)',
      '`id`',
      '$HOME',
    ])
  })
})
