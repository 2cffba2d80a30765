import {execFileSync} from 'node:child_process'
import {existsSync, readdirSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {describe, expect, test} from 'vitest'
import {allPages, blocksOf, pages, readme, sessionsOf} from './support/pages.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** As GitHub makes the anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

/** Without what stands between backticks: brackets there are no links. */
const withoutCode = (text: string) => text.replace(/(`+)[^`].*?\1/g, '')

/** Each link of these pages that is not to another site: its page, the file and the anchor that it names. */
const links = allPages.flatMap(({path, text}) =>
  [...withoutCode(text).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(([, file = '', anchor]) => ({
    from: path,
    file: file === '' ? path : join(dirname(path), file),
    anchor,
  })),
)

describe('the README', () => {
  test('has at most 160 lines', () => {
    expect(readme.text.trimEnd().split('\n').length).toBeLessThanOrEqual(160)
  })

  test('begins with the two commands that set the project up', () => {
    const commands = blocksOf(readme)[0]?.code.match(/^npm \S+( \S+)?(?= {2,}#)/gm)
    expect(commands?.map((command) => command.trim())).toEqual(['npm run demo', 'npm test'])
  })

  test('lists every command', () => {
    const commands = readdirSync(join(root, 'commands'), {recursive: true, encoding: 'utf8'})
      .filter((name) => name.endsWith('.ts'))
      .map((name) => name.replace(/(\/index)?\.ts$/, '').replaceAll('/', ' '))
    const [, list = ''] = /^## Commands$(.*?)^## /ms.exec(readme.text) ?? []
    const listed = [...list.matchAll(/`([^`]+)`/g)].map(([, command]) => command)
    expect(listed.sort()).toEqual(commands.sort())
  })

  test('is linked to every page', () => {
    const linked = new Set(links.filter(({from}) => from === readme.path).map(({file}) => file))
    expect(pages.map(({path}) => path).filter((path) => path !== readme.path && !linked.has(path))).toEqual([])
  })

  test.each(pages)('runs every line of a session of $path on the demo', (page) => {
    const elsewhere = sessionsOf(page).flatMap(({code}) =>
      code
        .split('\n')
        .filter((line) => /\bxivoctl (?!demo |site schema)/.test(line) && !line.includes('--context demo')),
    )
    expect(elsewhere).toEqual([])
  })
})

describe('the links of the pages', () => {
  test('lead to files and headings', () => {
    const broken = links.filter(({file, anchor}) => {
      if (!existsSync(join(root, file))) return true
      if (anchor === undefined) return false
      const headings = allPages.find(({path}) => path === file)?.text.match(/(?<=^#+ ).*$/gm) ?? []
      return !headings.map(anchorOf).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  test('lead to what is in the package of npm', () => {
    const [{files}] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {cwd: root, encoding: 'utf8'}),
    )
    const packed = new Set(files.map(({path}: {path: string}) => path))
    expect(links.filter(({from, file}) => packed.has(from) && !packed.has(file))).toEqual([])
    expect(allPages.filter(({path}) => !packed.has(path)).map(({path}) => path)).toEqual(['CONTRIBUTING.md'])
  })
})
