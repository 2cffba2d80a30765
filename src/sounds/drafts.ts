import {readdir, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {isDraft, type SoundDirectory} from './directory.ts'

/** In milliseconds: no sound takes longer to be written. */
const OLD = 3_600_000

/** What a program left that was ended by force while it added a sound. */
export async function abandonedDrafts({path}: SoundDirectory): Promise<string[]> {
  const drafts = (await readdir(path)).filter(isDraft).sort()
  const ages = await Promise.all(
    drafts.map((name) =>
      stat(join(path, name)).then(
        ({mtimeMs}) => Date.now() - mtimeMs,
        () => 0,
      ),
    ),
  )
  return drafts.filter((_, i) => (ages[i] ?? 0) > OLD).map((name) => join(path, name))
}
