import {AppError, invalid} from '../../errors.ts'
import {decodeWav} from './decode-wav.ts'
import {magicOf} from './head.ts'
import {type Failure, ffmpeg, runDecoder, sox} from './programs.ts'

/** A sound of any origin as telephone audio: mono, 8000 samples a second, 1 is full scale. */
export interface Decoded {
  samples: Float32Array
  /** What it was before, in the words of what read it. */
  format: string
  /** What read it. */
  by: 'ffmpeg' | 'sox' | 'xivoctl'
}

/** A file on this machine that nobody else changes. `name` is its own name, for messages. */
export interface EncodedFile {
  path: string
  name: string
  /** Its first bytes. */
  head: Buffer
}

/** Reads a sound with the first program on PATH that can; without any, WAV files only. Invalid when it cannot be read. */
export async function decode(file: EncodedFile, stop: AbortSignal): Promise<Decoded> {
  const failures: Failure[] = []
  for (const program of programsFor(file)) {
    const outcome = await runDecoder(program, file, stop)
    if (outcome === 'not installed') continue
    if ('samples' in outcome) return outcome
    failures.push(outcome)
  }
  return failures.length === 0 ? decodeWithoutPrograms(file) : refuse(file, failures)
}

/** ffmpeg takes the big-endian samples of RIFX for little-endian ones: noise. */
const programsFor = ({head}: EncodedFile) => (magicOf(head) === 'RIFX' ? [sox] : [ffmpeg, sox])

function refuse({name}: EncodedFile, failures: readonly Failure[]): never {
  const said = failures.map(({program, reason}) => `${program}: ${reason}`).join('; ')
  throw invalid(`'${name}' cannot be converted: ${said}`)
}

async function decodeWithoutPrograms(file: EncodedFile): Promise<Decoded> {
  try {
    return await decodeWav(file)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const needed = programsFor(file)
      .map(({name}) => name)
      .join(' or ')
    throw invalid(`${error.message}; install ${needed}, which may be able to read it`)
  }
}
