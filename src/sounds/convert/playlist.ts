import {invalid} from '../../errors.ts'
import {extensionOf} from '../directory.ts'

const extensions: ReadonlySet<string> = new Set(['m3u', 'm3u8', 'pls', 'asx', 'xspf', 'mpd', 'cue'])

/** How a list of other files begins, in any case of letters. */
const beginning = /^(\ufeff|\s)*(#extm3u|\[playlist\]|ffconcat|<\?xml|<mpd|<asx|<smil)/i

/** A playlist names other files, also such as the caller may not hear. */
export function refusePlaylist(name: string, head: Buffer): void {
  const isPlaylist = extensions.has(extensionOf(name)?.toLowerCase() ?? '') || beginning.test(head.toString('utf8'))
  if (isPlaylist) throw invalid(`'${name}' is a playlist, which names sounds and contains none: nothing was converted`)
}
