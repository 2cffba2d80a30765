import type {Limits} from './limits.ts'
import {asSize} from './limits.ts'
import {damaged, WorkbookError} from './workbook-error.ts'
import {type Attributes, NotUtf8, type Tag, XmlParser} from './xml-parser.ts'

/** Handles the events of a part. Names have the prefixes of `namespaces`, whichever the file uses. */
export interface Elements {
  open: (name: string, attributes: Attributes, depth: number) => void
  close: (name: string, depth: number) => void
  text?: (text: string) => void
  /** `text` and two `close`; `depth` is that of `inner`. */
  leave?: (text: string, inner: string, outer: string, depth: number) => void
  /** Two `open`; `depth` is that of `inner`. */
  enter?: (outer: Tag, inner: Tag, depth: number) => void
}

export interface XmlOptions {
  /** The prefix for each URI; it may be empty. */
  namespaces: Record<string, string>
  limits: Limits
  /** The name of the part, for messages. */
  part: string
}

/** Levels of nested elements. */
const DEEPEST = 100
/** Bytes of one tag or text. A cell of Excel has at most 32,767 characters. */
const LONGEST_TOKEN = 1024 * 1024
/** Strings of this length are still made and thrown away fast. */
const PIECE = 64 * 1024

/** In a part that consists of pieces, such as rows, each piece is limited instead of the part. */
export interface Pieces {
  /** Must be called at the end of each piece. */
  end: () => void
}

/**
 * Parses a part, and calls the handlers of `elements(pieces)`; yields after each chunk. DTDs are refused, and so are
 * entities other than the five of XML: nothing outside the part is ever read.
 */
export async function* readXml(
  chunks: AsyncIterable<Uint8Array>,
  {namespaces, limits, part}: XmlOptions,
  elements: (pieces: Pieces) => Elements,
): AsyncGenerator<void> {
  let longest = limits.part
  let pieceAt = 0
  let written = 0
  const checkPiece = (at: number) => {
    if (at - pieceAt <= longest) return
    if (longest === limits.part) throw new WorkbookError('part-too-large', `has a '${part}' of over ${asSize(longest)}`)
    throw new WorkbookError('row-too-large', `has a row of over ${asSize(longest)}`)
  }
  const {open, close, text, leave, enter} = elements({
    end: () => {
      longest = limits.row
      checkPiece(parser.position)
      pieceAt = parser.position
    },
  })
  const checkDepth = (depth: number) => {
    if (depth > DEEPEST) throw damaged(`'${part}' has more than ${DEEPEST} nested elements`)
  }
  let rename: Rename | undefined
  const parser = new XmlParser({
    declaration: (encoding = 'UTF-8') => {
      if (/^(?:utf-?8|us-ascii)$/i.test(encoding)) return
      throw new WorkbookError('unknown-encoding', `has XML in ${encoding}: only UTF-8 is supported`)
    },
    doctype: () => {
      throw new WorkbookError('has-dtd', 'has a document type declaration: no spreadsheet writes one')
    },
    prepare: (tag) => {
      rename ??= renaming(tag.attributes, namespaces)
      return rename(tag)
    },
    open: ({name, attributes}, depth) => {
      checkDepth(depth)
      open(name, attributes, depth)
    },
    close: ({name}, depth) => close(name, depth),
    text: (content) => text?.(content),
    leave: leave && ((content, inner, outer, depth) => leave(content, inner.name, outer.name, depth)),
    enter:
      enter &&
      ((outer, inner, depth) => {
        checkDepth(depth)
        enter(outer, inner, depth)
      }),
  })
  const write = (chunk?: Uint8Array) => {
    try {
      if (!chunk) return parser.close()
      parser.write(chunk)
      written += chunk.length
    } catch (error) {
      throw asWorkbookError(error, part)
    }
    if (parser.unfinished > LONGEST_TOKEN) throw damaged(`'${part}' has a tag or text of over ${asSize(LONGEST_TOKEN)}`)
    checkPiece(written)
  }
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += PIECE) {
      write(chunk.subarray(start, start + PIECE))
      yield
    }
  }
  write()
  yield
}

export async function readWholeXml(chunks: AsyncIterable<Uint8Array>, options: XmlOptions, elements: Elements) {
  for await (const _ of readXml(chunks, options, () => elements)) {
    // `elements` has been told.
  }
}

function asWorkbookError(error: unknown, part: string): unknown {
  if (error instanceof WorkbookError || !(error instanceof Error)) return error
  if (error instanceof NotUtf8) return damaged(`'${part}' holds bytes that are not UTF-8`)
  if (error.message === 'undefined entity.') {
    return new WorkbookError('unknown-entity', `has an entity in '${part}' that XML does not define`)
  }
  return damaged(`the XML of '${part}' is malformed`, error)
}

type Rename = (tag: Tag) => Tag

/** Replaces the prefixes that the root element declares by ours; nearly every file has the same. */
function renaming(attributes: Attributes, namespaces: Record<string, string>): Rename {
  const prefixes = new Map<string, string>()
  for (const [attribute, uri] of Object.entries(attributes)) {
    const [, prefix = ''] = /^xmlns(?::(.*))?$/.exec(attribute) ?? []
    if (attribute === 'xmlns' || attribute.startsWith('xmlns:')) prefixes.set(prefix, namespaces[uri] ?? `?${prefix}`)
  }
  const ours = new Set(Object.values(namespaces))
  const isSame = [...prefixes].every(
    ([prefix, wanted]) => prefix === wanted || (wanted[0] === '?' && !ours.has(prefix)),
  )
  if (isSame) return (tag) => tag
  const renamed = (name: string) => {
    const [prefix, local] = name.includes(':') ? (name.split(':', 2) as [string, string]) : ['', name]
    const wanted = prefixes.get(prefix) ?? prefix
    return wanted === '' ? local : `${wanted}:${local}`
  }
  return ({name, attributes}) => ({
    name: renamed(name),
    attributes: Object.fromEntries(
      // The default namespace does not apply to attributes.
      Object.entries(attributes).map(([key, value]) => [key.includes(':') ? renamed(key) : key, value]),
    ),
  })
}
