import {chmod, mkdir, symlink, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import type {Content, SoundCase} from './cases.ts'

/** Writes the files of cases into a folder. */
export async function lay(folder: string, cases: readonly SoundCase[]): Promise<void> {
  for (const {files} of cases) {
    for (const [name, content] of Object.entries(files)) await write(join(folder, name), content)
  }
}

async function write(path: string, content: Content): Promise<void> {
  await mkdir(dirname(path), {recursive: true})
  if (content === 'folder') await mkdir(path)
  else if (Buffer.isBuffer(content)) await writeFile(path, content)
  else if ('link' in content) await symlink(content.link, path)
  else {
    await writeFile(path, content.closed)
    await chmod(path, 0o600)
  }
}
