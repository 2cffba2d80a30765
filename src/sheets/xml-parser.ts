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
  /** `text` and two `close`, as most cells end. */
  leave?: ((text: string, inner: Tag, outer: Tag, depth: number) => void) | undefined
  /** Two `open`, as most cells begin. */
  enter?: ((outer: Tag, inner: Tag, depth: number) => void) | undefined
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
  /** Does it begin with two end-tags? */
  leaves: boolean
  /** The two start-tags at its end. */
  enters: {outer: KnownTag; inner: KnownTag; length: number} | undefined
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
const LONGEST_KNOWN_TEXT = 64
/** A tag with more different values than this is not part of a run. */
const MOST_VARIANTS = 4

/** References, CR and other line ends, characters that XML does not allow, and `]]>`. */
const notPlain = /[&\r\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\ufffe\uffff]|]]>/
/** What a text holds. */
const BLANK = 1
const NOT_ASCII = 2
const NOT_PLAIN = 4
const contents = Uint8Array.from({length: 256}, (_, byte) => {
  if (byte === 0x09 || byte === 0x0a) return BLANK
  if (byte > 0x7f) return NOT_ASCII
  // Of `]]>`, too.
  return byte < 0x20 || byte === 0x7f || byte === 0x26 || byte === 0x5d ? NOT_PLAIN : 0
})
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
const GREATER = 0x3e

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
  /** Texts that are not plain ASCII, by their bytes. */
  readonly #texts = new Map<string, string>()
  #lastRun: Run = {text: '', steps: [], leaves: false, enters: undefined, followers: []}
  /** The tags since the last run or text that were read one by one; undefined until the next text. */
  #steps: Step[] | undefined
  /** What saxes has just reported. */
  #frame: Frame | undefined
  #tag: {name: string; isSelfClosing: boolean; prepared: Tag} | undefined
  #text: string | undefined
  #phase: 'prolog' | 'content' | 'epilog' = 'prolog'
  /** The beginning of a token whose end has not arrived. */
  #rest = ''
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
    const xml = this.#rest + Buffer.from(utf8.buffer, utf8.byteOffset, utf8.length).toString('latin1')
    if (this.#phase === 'prolog') this.#readProlog(xml)
    if (this.#phase === 'content') {
      this.#readContent(xml)
      this.#told = this.position
    }
    if (this.#phase === 'epilog') while (this.#writeMarkup(xml));
    this.#start += this.#at
    this.#rest = copyOf(xml.slice(this.#at))
    this.#at = 0
  }

  close(): void {
    this.#saxes.write(decoded(this.#rest)).close()
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
      let text: string | undefined
      let held = 0
      if (start > this.#at) {
        this.#endRun(xml)
        held = contentOf(xml, this.#at, start)
        text = this.#textOf(xml.slice(this.#at, start), held)
        this.#at = start
      }
      if (this.#isAfterText()) {
        const run = this.#nextRun(xml)
        if (run !== undefined) {
          this.#readRun(run, text, (held & BLANK) === 0)
          continue
        }
      }
      if (text !== undefined) this.#events.text(text)
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

  #textOf(bytes: string, held: number): string {
    if ((held & ~BLANK) === 0) return bytes
    const known = this.#texts.get(bytes)
    if (known !== undefined) return known
    const decodedText = decoded(bytes)
    const text = notPlain.test(decodedText) ? this.#parseText(decodedText) : decodedText
    if (bytes.length <= LONGEST_KNOWN_TEXT && this.#texts.size < REMEMBERED) this.#texts.set(copyOf(bytes), text)
    return text
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

  /** The run that begins here, if it has come after the last one before. */
  #nextRun(xml: string): Run | undefined {
    const {followers} = this.#lastRun
    for (let i = 0; i < followers.length; i++) {
      const run = followers[i] as Run
      // Most that are not the one have another length.
      if (xml.charCodeAt(this.#at + run.text.length - 1) !== GREATER) continue
      if (xml.slice(this.#at, this.#at + run.text.length) !== run.text) continue
      if (i > 0) [followers[i - 1], followers[i]] = [run, followers[i - 1] as Run]
      return run
    }
    return undefined
  }

  #readRun(run: Run, text: string | undefined, isLine: boolean): void {
    this.#lastRun = run
    const {steps, enters} = run
    let i = 0
    if (text !== undefined) {
      if (isLine && run.leaves && this.#leave(steps, text)) i = 2
      else this.#events.text(text)
    }
    const end = enters === undefined ? steps.length : steps.length - 2
    for (; i < end; i++) {
      if (this.#phase !== 'content') return
      const {tag, name, length} = steps[i] as Step
      if (tag === undefined && this.#open[this.#open.length - 1]?.name !== name) throw new Error('unexpected end-tag')
      this.#at += length
      if (tag === undefined) this.#closeElement()
      else this.#report(tag)
    }
    if (enters === undefined || this.#phase !== 'content') return
    this.#at += enters.length
    this.#events.enter?.(enters.outer.prepared, enters.inner.prepared, this.#open.push(enters.outer, enters.inner))
  }

  /** Returns false unless the first two steps end the innermost elements, and not the root. */
  #leave([first, second]: readonly Step[], text: string): boolean {
    const open = this.#open
    const depth = open.length
    const inner = open[depth - 1] as KnownTag
    const outer = open[depth - 2]
    if (outer === undefined || depth === 2 || inner.name !== first?.name || outer.name !== second?.name) return false
    open.pop()
    open.pop()
    this.#at += first.length + second.length
    this.#events.leave?.(text, inner.prepared, outer.prepared, depth)
    return true
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
    const [first, second] = steps
    const {leave, enter} = this.#events
    const leaves = leave !== undefined && second !== undefined && (first?.tag ?? second.tag) === undefined
    const run = {text: copyOf(bytes), steps, leaves, enters: enter && entersOf(steps), followers: []}
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

function contentOf(xml: string, start: number, end: number): number {
  let held = 0
  for (let i = start; i < end; i++) held |= contents[xml.charCodeAt(i)] as number
  return held
}

function fits(pieces: readonly string[], frame: Frame): boolean {
  if (pieces.length !== frame.pieces.length) return false
  for (let i = 0; i < pieces.length; i += 2) if (pieces[i] !== frame.pieces[i]) return false
  return true
}

function entersOf(steps: readonly Step[]): Run['enters'] {
  const [{tag: outer, length: first} = none, {tag: inner, length: second} = none] = steps.slice(-2)
  if (outer === undefined || inner === undefined || outer.isSelfClosing || inner.isSelfClosing) return undefined
  return {outer, inner, length: first + second}
}

const none: Step = {tag: undefined, name: '', length: 0}

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
