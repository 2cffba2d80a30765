import {chmod, mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {build} from '../support/binary.ts'

/** Puts the program, as a build of the sources, on a PATH of its own. */
export async function installIn(directory: string): Promise<string> {
  const folder = join(directory, 'bin')
  const script = join(await build(), 'bin', 'run.js')
  await mkdir(folder, {recursive: true})
  await writeFile(join(folder, 'xivoctl'), `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`)
  await chmod(join(folder, 'xivoctl'), 0o755)
  return `${folder}:${process.env.PATH}`
}
