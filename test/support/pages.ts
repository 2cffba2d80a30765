import {readdirSync, readFileSync} from 'node:fs'

const root = new URL('../../', import.meta.url)

export interface Page {
  /** Relative to the root of the project. */
  path: string
  text: string
}

export interface Block {
  /** The line of its opening fence. */
  line: number
  language: string
  code: string
}

const page = (path: string): Page => ({path, text: readFileSync(new URL(path, root), 'utf8')})

export const readme = page('README.md')

/** The README and all pages of documentation. */
export const pages: readonly Page[] = [
  readme,
  ...readdirSync(new URL('docs', root))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => page(`docs/${name}`)),
]

/** Every page of the project: also those without sessions. */
export const allPages: readonly Page[] = [...pages, ...['CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'].map(page)]

/** The fenced blocks of a page. */
export const blocksOf = ({text}: Page): Block[] =>
  [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({index, 1: language = '', 2: code = ''}) => ({
    line: text.slice(0, index).split('\n').length,
    language,
    code,
  }))

/** The sessions of a page on the demo, which run unchanged. */
export const sessionsOf = (page: Page): Block[] =>
  blocksOf(page).filter(({language, code}) => language === 'sh' && code.includes('--context demo'))
