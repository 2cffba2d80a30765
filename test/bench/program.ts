import {existsSync} from 'node:fs'
import {cp, mkdir, mkdtemp, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const shipped = ['bin', 'contrib/completion', 'dist', 'package.json', 'oclif.manifest.json']

/** The program as it is shipped, where no later build changes it: the path of its script. */
export interface ShippedProgram {
  script: string
  remove: () => Promise<void>
}

/** Takes what `npm run build` made; as npm installs it, without compiled code. */
export async function takeProgram({asOfNpm = false} = {}): Promise<ShippedProgram> {
  if (!existsSync(join(root, 'oclif.manifest.json'))) throw new Error("there is no build: run 'npm run build'")
  const cache = join(root, 'node_modules', '.cache')
  await mkdir(cache, {recursive: true})
  const directory = await mkdtemp(join(cache, 'xivoctl-bench-'))
  for (const each of shipped) {
    const filter = (path: string) => !asOfNpm || !path.endsWith('.code')
    await cp(join(root, each), join(directory, each), {recursive: true, filter})
  }
  return {script: join(directory, 'bin', 'run.js'), remove: () => rm(directory, {recursive: true, force: true})}
}
