import {judgeAu} from './au.ts'
import type {Bytes} from './bytes.ts'
import type {Content} from './content.ts'
import type {Format} from './formats.ts'
import {judgeFrames} from './frames.ts'
import {judgeMp3} from './mp3.ts'
import {judgeOpus, judgeSpeex, judgeVorbis} from './ogg.ts'
import {judgeWav} from './wav.ts'
import {judgeWav49} from './wav49.ts'

/** What Asterisk does with a file of this extension. */
export function judgeContent(bytes: Bytes, format: Format): Content {
  switch (format.content) {
    case 'wav':
      return judgeWav(bytes, format.rate)
    case 'wav49':
      return judgeWav49(bytes)
    case 'au':
      return judgeAu(bytes)
    case 'vorbis':
      return judgeVorbis(bytes)
    case 'speex':
      return judgeSpeex(bytes, format.rate)
    case 'opus':
      return judgeOpus(bytes)
    case 'mp3':
      return judgeMp3(bytes)
    case 'frames':
      return judgeFrames(bytes, format)
  }
}
