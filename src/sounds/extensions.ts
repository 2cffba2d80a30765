/** Formats with a header, and the rate that Asterisk requires: 16-bit PCM at this many samples per second. */
export const wavRates: Readonly<Record<string, number>> = {wav: 8000, wav16: 16_000}

/** Other formats that Asterisk plays, recognised by the extension alone. `mp3` needs a module that not every XiVO has. */
const others = [
  ...['WAV', 'wav49', 'gsm', 'au', 'vox', 'ogg', 'mp3', 'ilbc', 'siren7', 'siren14'],
  ...['ulaw', 'ul', 'mu', 'ulw', 'pcm', 'alaw', 'al', 'alw'],
  ...['sln', 'raw', 'sln12', 'sln16', 'sln24', 'sln32', 'sln44', 'sln48', 'sln96', 'sln192'],
  ...['g722', 'g723', 'g723sf', 'g726-16', 'g726-24', 'g726-32', 'g726-40', 'g729'],
]

const playable: ReadonlySet<string> = new Set([...Object.keys(wavRates), ...others])

export const isPlayable = (extension: string) => playable.has(extension)

/** XiVO's forms do not offer a sound without one of these extensions, and show it as an empty choice. */
const listedByXivo: ReadonlySet<string> = new Set([
  ...['wav', 'WAV', 'wav49', 'gsm', 'ogg', 'au', 'vox', 'sln', 'raw', 'mp3'],
  ...['ul', 'ulaw', 'um', 'pcm', 'al', 'alaw'],
])

export const isListedByXivo = (extension: string) => listedByXivo.has(extension)
