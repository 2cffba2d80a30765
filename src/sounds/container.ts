const beginnings: readonly [at: number, text: string, what: string][] = [
  [0, 'RIFF', 'a WAV file'],
  [0, 'RIFX', 'a WAV file with its high bytes first (RIFX)'],
  [0, 'RF64', 'a WAV file of the kind RF64'],
  [0, 'OggS', 'an Ogg file'],
  [0, 'ID3', 'an MP3 file'],
  [0, 'fLaC', 'a FLAC file'],
  [0, '.snd', 'an AU file'],
  [0, 'FORM', 'an AIFF file'],
  [0, 'caff', 'a CAF file'],
  [0, '#!AMR', 'an AMR file'],
  [4, 'ftyp', 'an MP4 file'],
  [0, '\x1aE\xdf\xa3', 'a Matroska file'],
  [0, '0&\xb2u\x8ef\xcf\x11', 'a WMA file'],
  [0, 'PK\x03\x04', 'a ZIP file'],
  [0, '%PDF', 'a PDF file'],
]

/** What a file is by its first bytes, whatever its name says; undefined for samples without a header. */
export function containerOf(head: Buffer): string | undefined {
  const text = head.toString('latin1')
  const found = beginnings.find(([at, beginning]) => text.startsWith(beginning, at))
  return found?.[2]
}
