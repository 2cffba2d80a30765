import {isUtf8} from 'node:buffer'
import {SaxesParser} from 'saxes'

export type Attributes = Record<string, string>

/** A start-tag. */
export interface Tag {
  name: string
  attributes: Attributes
}

export interface XmlEvents {
  declaration: (encoding: string | undefined) => void
  doctype: () => void
  /** Returns the tag that `open` and `close` report instead; called once for each tag that saxes parses. */
  prepare: (tag: Tag) => Tag
  open: (tag: Tag, depth: number) => void
  close: (tag: Tag, depth: number) => void
  text: (text: string) => void
}

interface KnownTag {
  /** The name in the file; one character is one byte. */
  name: string
  isSelfClosing: boolean
  prepared: Tag
  frame?: Frame
}

/** A tag whose attributes have empty values. */
interface Frame {
  tag: KnownTag
  /** Its text, split at `"`: every second piece is a value. */
  pieces: string[]
  /** The names of its attributes. */
  names: string[]
  /** How many tags with other values were parsed. */
  variants: number
}

/** Tags that follow each other without text. */
interface Run {
  text: string
  steps: Step[]
  /** The runs that have come after it. */
  followers: Run[]
}

interface Step {
  /** Undefined for an end-tag. */
  tag: KnownTag | undefined
  name: string
  length: number
}

/** How many tags, how many frames, and how many runs are remembered. */
const REMEMBERED = 1000
const MOST_FOLLOWERS = 12
const LONGEST_RUN = 32
/** A tag with more different values than this is not part of a run. */
const MOST_VARIANTS = 4

/** References, CR and other line ends, characters that XML does not allow, and `]]>`. */
const notPlain = /[&\r\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\ufffe\uffff]|]]>/
/** The same, and all that is not ASCII. */
const notPlainAscii = /[&\r\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u00ff]|]]>/
const notAscii = /[\u0080-\u00ff]/

/** A whole tag: its quoted values may contain `>`. */
const wholeTag = /<[^"'>]*(?:(?:"[^"]*"|'[^']*')[^"'>]*)*>/y

/** A tag in ASCII without `'`, `&`, line ends, or a second `<`. */
const plainTag = /^<[ -%(-;=-~]*>$/

const endTag = /^<\/([^\s>]+)[ \t\r\n]*>$/

/** Markup other than tags. */
const others = [
  {start: '<?', end: '?>'},
  {start: '<!--', end: '-->'},
  {start: '<![CDATA[', end: ']]>'},
]
const LONGEST_START = 9

const SLASH = 0x2f
const BANG = 0x21
const QUESTION = 0x3f

/**
 * Parses XML with saxes, and remembers its answers: a sheet has millions of tags, and few that differ in more than the
 * values of their attributes. saxes parses each of these once, whatever is outside the root element, comments, CDATA,
 * and texts and tags that are not plain.
 *
 * The XML is searched as a string with one character for each byte of UTF-8, the fastest for V8; few texts are decoded.
 */
export class XmlParser {
  readonly #saxes = new SaxesParser({xmlns: false, position: false})
  readonly #events: XmlEvents
  readonly #known = new Map<string, KnownTag>()
  readonly #frames = new Map<string, Frame>()
  readonly #open: KnownTag[] = []
  readonly #runs = new Map<string, Run>()
  #lastRun: Run = {text: '', steps: [], followers: []}
  /** The tags since the last run or text that were read one by one; undefined until the next text. */
  #steps: Step[] | undefined
  /** What saxes has just reported. */
  #frame: Frame | undefined
  #tag: {name: string; isSelfClosing: boolean; prepared: Tag} | undefined
  #text: string | undefined
  #phase: 'prolog' | 'content' | 'epilog' = 'prolog'
  /** The beginning of a token whose end has not arrived. */
  #rest: Uint8Array = new Uint8Array()
  /** Where `#rest` begins. */
  #start = 0
  #at = 0
  /** The end of the last token in the root element. */
  #told = 0

  constructor(events: XmlEvents) {
    this.#events = events
    this.#saxes.on('xmldecl', ({encoding}) => events.declaration(encoding))
    this.#saxes.on('doctype', events.doctype)
    this.#saxes.on('opentag', ({name, attributes, isSelfClosing}) => {
      this.#tag = {name: bytesOf(name), isSelfClosing, prepared: interned(events.prepare({name, attributes}))}
    })
    this.#saxes.on('text', (text) => {
      this.#text = text
    })
    this.#saxes.on('cdata', events.text)
  }

  /** The number of bytes up to the end of the current event. */
  get position(): number {
    return this.#start + this.#at
  }

  /** The number of bytes since the last token. */
  get unfinished(): number {
    return this.position + this.#rest.length - this.#told
  }

  write(utf8: Uint8Array): void {
    const bytes = Buffer.concat([this.#rest, utf8])
    const xml = bytes.toString('latin1')
    if (this.#phase === 'prolog') this.#readProlog(xml)
    if (this.#phase === 'content') {
      this.#readContent(xml)
      this.#told = this.position
    }
    if (this.#phase === 'epilog') while (this.#writeMarkup(xml));
    this.#start += this.#at
    this.#rest = bytes.subarray(this.#at)
    this.#at = 0
  }

  close(): void {
    this.#saxes.write(decoded(Buffer.from(this.#rest).toString('latin1'))).close()
  }

  #readProlog(xml: string): void {
    while (this.#tag === undefined) if (!this.#writeMarkup(xml)) return
    this.#phase = 'content'
    this.#report(this.#tag)
  }

  /** Gives saxes the bytes up to the next `>`. */
  #writeMarkup(xml: string): boolean {
    const end = xml.indexOf('>', this.#at) + 1
    if (end === 0) return false
    this.#saxes.write(decoded(xml.slice(this.#at, end)))
    this.#at = end
    return true
  }

  #readContent(xml: string): void {
    this.#steps = undefined
    while (this.#phase === 'content') {
      const start = xml.indexOf('<', this.#at)
      if (start === -1) return
      if (start > this.#at) {
        this.#endRun(xml)
        this.#readText(xml.slice(this.#at, start))
        this.#at = start
      }
      if (this.#isAfterText() && this.#readRun(xml)) continue
      const next = xml.charCodeAt(start + 1)
      const isRead =
        next === SLASH
          ? this.#readEndTag(xml)
          : next === BANG || next === QUESTION
            ? this.#readOther(xml)
            : this.#readTag(xml)
      if (!isRead) return
    }
  }

  #readText(bytes: string): void {
    const isPlain = !notPlainAscii.test(bytes)
    const text = isPlain ? bytes : decoded(bytes)
    this.#events.text(!isPlain && notPlain.test(text) ? this.#parseText(text) : text)
  }

  #readTag(xml: string): boolean {
    const end = xml.indexOf('>', this.#at) + 1
    if (end === 0) return false
    const short = xml.slice(this.#at, end)
    const known = this.#known.get(short) ?? this.#parsePlain(short)
    if (known) {
      const isPartOfRun = (known.frame?.variants ?? 0) <= MOST_VARIANTS
      if (!isPartOfRun) this.#endRun(xml)
      this.#at = end
      if (isPartOfRun) this.#steps?.push({tag: known, name: known.name, length: short.length})
      this.#report(known)
      return true
    }
    this.#endRun(xml)
    wholeTag.lastIndex = this.#at
    const [tag] = wholeTag.exec(xml) ?? []
    if (tag === undefined) return false
    this.#at += tag.length
    this.#report(this.#parseTag(tag))
    return true
  }

  #readEndTag(xml: string): boolean {
    const end = xml.indexOf('>', this.#at) + 1
    if (end === 0) return false
    const {name} = this.#open[this.#open.length - 1] as KnownTag
    const isPlain = end - this.#at === name.length + 3 && xml.startsWith(name, this.#at + 2)
    if (!isPlain && endTag.exec(xml.slice(this.#at, end))?.[1] !== name) throw new Error('unexpected end-tag')
    if (isPlain) this.#steps?.push({tag: undefined, name, length: end - this.#at})
    else this.#endRun(xml)
    this.#at = end
    this.#closeElement()
    return true
  }

  #isAfterText(): boolean {
    return this.#steps?.length === 0
  }

  /** Reads a run that has come after the last one before. */
  #readRun(xml: string): boolean {
    const {followers} = this.#lastRun
    for (let i = 0; i < followers.length; i++) {
      const run = followers[i] as Run
      if (xml.slice(this.#at, this.#at + run.text.length) !== run.text) continue
      if (i > 0) [followers[i - 1], followers[i]] = [run, followers[i - 1] as Run]
      this.#lastRun = run
      for (const {tag, name, length} of run.steps) {
        if (this.#phase !== 'content') break
        if (tag === undefined && this.#open[this.#open.length - 1]?.name !== name) throw new Error('unexpected end-tag')
        this.#at += length
        if (tag === undefined) this.#closeElement()
        else this.#report(tag)
      }
      return true
    }
    return false
  }

  /** Remembers the tags that were read one by one. */
  #endRun(xml: string): void {
    const steps = this.#steps
    this.#steps = []
    if (steps === undefined || steps.length === 0) return
    const {followers} = this.#lastRun
    if (steps.length > LONGEST_RUN || followers.length === MOST_FOLLOWERS) return
    const length = steps.reduce((sum, step) => sum + step.length, 0)
    const run = this.#runOf(xml.slice(this.#at - length, this.#at), steps)
    if (run === undefined) return
    followers.push(run)
    this.#lastRun = run
  }

  #runOf(bytes: string, steps: Step[]): Run | undefined {
    const known = this.#runs.get(bytes)
    if (known !== undefined || this.#runs.size === REMEMBERED) return known
    const run = {text: copyOf(bytes), steps, followers: []}
    this.#runs.set(run.text, run)
    return run
  }

  #readOther(xml: string): boolean {
    const other = others.find(({start}) => xml.startsWith(start, this.#at))
    if (other === undefined) {
      if (xml.length - this.#at >= LONGEST_START) throw new Error('markup that no content may hold')
      return false
    }
    const found = xml.indexOf(other.end, this.#at + other.start.length)
    if (found === -1) return false
    this.#endRun(xml)
    const start = this.#at
    this.#at = found + other.end.length
    this.#saxes.write(decoded(xml.slice(start, this.#at)))
    return true
  }

  /** Undefined if the text is not a plain tag, or not a whole one. */
  #parsePlain(text: string): KnownTag | undefined {
    if (!plainTag.test(text)) return undefined
    const isRemembered = this.#known.size < REMEMBERED
    const kept = isRemembered ? copyOf(text) : text
    const pieces = kept.split('"')
    if (pieces.length % 2 === 0) return undefined
    if (this.#frame === undefined || !fits(pieces, this.#frame)) this.#frame = this.#frameOf(pieces)
    const frame = this.#frame
    const {tag, names} = frame
    frame.variants++
    const attributes: Attributes = {}
    for (let i = 0; i < names.length; i++) attributes[names[i] as string] = pieces[2 * i + 1] as string
    const {name, isSelfClosing, prepared} = tag
    const filled = {name, isSelfClosing, prepared: {name: prepared.name, attributes}, frame}
    if (isRemembered) this.#known.set(kept, filled)
    return filled
  }

  #frameOf(pieces: readonly string[]): Frame {
    const text = copyOf(pieces.map((piece, i) => (i % 2 === 0 ? piece : '')).join('"'))
    const known = this.#frames.get(text)
    if (known) return known
    const tag = this.#parseTag(text)
    const frame = {tag, pieces: text.split('"'), names: Object.keys(tag.prepared.attributes), variants: 0}
    if (this.#frames.size < REMEMBERED) this.#frames.set(text, frame)
    return frame
  }

  #parseTag(bytes: string): KnownTag {
    this.#tag = undefined
    this.#saxes.write(decoded(bytes))
    const tag = this.#tag as KnownTag | undefined
    if (tag === undefined) throw new Error('a start-tag that does not end')
    if (!tag.isSelfClosing) this.#saxes.write(`</${decoded(tag.name)}>`)
    return tag
  }

  #parseText(text: string): string {
    this.#text = undefined
    this.#saxes.write(`${text}<x/>`)
    if (this.#text === undefined) throw new Error('a reference that does not end')
    return this.#text
  }

  #report(tag: KnownTag): void {
    this.#open.push(tag)
    this.#events.open(tag.prepared, this.#open.length)
    if (tag.isSelfClosing) this.#closeElement()
  }

  #closeElement(): void {
    const depth = this.#open.length
    const {prepared, name, isSelfClosing} = this.#open.pop() as KnownTag
    this.#events.close(prepared, depth)
    if (depth > 1) return
    this.#phase = 'epilog'
    if (!isSelfClosing) this.#saxes.write(`</${decoded(name)}>`)
  }
}

function fits(pieces: readonly string[], frame: Frame): boolean {
  if (pieces.length !== frame.pieces.length) return false
  for (let i = 0; i < pieces.length; i += 2) if (pieces[i] !== frame.pieces[i]) return false
  return true
}

/** A slice would keep the whole chunk in memory. */
const copyOf = (bytes: string) => Buffer.from(bytes, 'latin1').toString('latin1')

/** A name that V8 compares by its address. */
const interned = ({name, attributes}: Tag): Tag => ({name: Object.keys({[name]: 0})[0] as string, attributes})

const bytesOf = (text: string) => Buffer.from(text).toString('latin1')

function decoded(bytes: string): string {
  if (!notAscii.test(bytes)) return bytes
  const utf8 = Buffer.from(bytes, 'latin1')
  if (!isUtf8(utf8)) throw new NotUtf8()
  return utf8.toString()
}

export class NotUtf8 extends Error {}
