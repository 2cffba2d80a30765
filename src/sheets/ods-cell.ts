import {plain} from './number-format.ts'
import type {CellProblem} from './sheet-row.ts'
import type {Attributes} from './xml-parser.ts'

export interface OdsCell {
  text: string
  problem: CellProblem['problem'] | undefined
}

/** Elements of a cell that are not part of its text: notes, drawings, pronunciation. */
const besideText = (name: string) =>
  name === 'office:annotation' || name === 'text:ruby-text' || name.startsWith('draw:') || name === 'table:table'

const lineEnd = /[\t\r\n]/

/** Builds each cell from the events of the parser. In a document that `isCalculated`, a formula without a value is an empty text. */
export function odsCells({isCalculated}: {isCalculated: boolean}) {
  let attributes: Attributes = {}
  let isOpen = false
  let paragraphs = 0
  let isInParagraph = false
  let shown = ''
  /** How many elements are open from the one that is not part of the text inward. */
  let aside = 0

  /** A line end and the blanks around it are one blank, as in HTML; other blanks are kept, as in LibreOffice. */
  const add = (text: string) => {
    if (!lineEnd.test(text)) {
      shown += text
      return
    }
    const isStart = shown === '' || shown.endsWith('\n')
    shown += (isStart ? text.replace(/^ *[\t\r\n]\s*/, '') : text).replace(/ *[\t\r\n]\s*/g, ' ')
  }
  return {
    isOpen: () => isOpen,
    start: (of: Attributes) => {
      attributes = of
      isOpen = true
      paragraphs = 0
      shown = ''
    },
    /** Starts a cell with its first paragraph. */
    startText: (of: Attributes) => {
      attributes = of
      isOpen = true
      paragraphs = 1
      isInParagraph = true
      shown = ''
    },
    /** Is its first paragraph open, and nothing in it? */
    isStart: () => isInParagraph && paragraphs === 1 && shown === '' && aside === 0,
    /** Ends the cell with its first paragraph, of which this is all. */
    takeText: (text: string): OdsCell => {
      shown = text
      isInParagraph = false
      isOpen = false
      return readValue(attributes, shown, isCalculated)
    },
    open: (name: string, inner: Attributes) => {
      if (aside > 0 || besideText(name)) {
        aside++
        return
      }
      if (name === 'text:p' || name === 'text:h') {
        if (paragraphs++ > 0) shown += '\n'
        isInParagraph = true
      } else if (name === 'text:s') shown += '\u0020'.repeat(Math.min(Number(inner['text:c'] ?? 1) || 1, MOST_BLANKS))
      else if (name === 'text:tab') shown += '\t'
      else if (name === 'text:line-break') shown += '\n'
    },
    text: (text: string) => {
      if (isInParagraph && aside === 0) add(text)
    },
    /** Returns whether this ends the cell. */
    close: (name: string): boolean => {
      if (aside > 0) {
        aside--
        return false
      }
      if (name === 'text:p' || name === 'text:h') isInParagraph = false
      if (name !== 'table:table-cell' && name !== 'table:covered-table-cell') return false
      isOpen = false
      return true
    },
    take: (): OdsCell => readValue(attributes, shown, isCalculated),
  }
}

const MOST_BLANKS = 1000

function readValue(attributes: Attributes, shown: string, isCalculated: boolean): OdsCell {
  const type = attributes['calcext:value-type'] ?? attributes['office:value-type']
  const good = (text: string) => ({text, problem: undefined})
  // By far the most.
  if (type === 'string') return stringOf(attributes, shown)
  switch (type) {
    case 'float':
      return good(numberAsShown(attributes['office:value'] ?? '', shown))
    case 'percentage':
    case 'currency':
      return good(plainly(attributes['office:value'] ?? '') ?? shown)
    case 'date':
      return good(/^-?\d{4,}-\d\d-\d\d/.exec(attributes['office:date-value'] ?? '')?.[0] ?? shown)
    case 'time':
      return good(timeOf(attributes['office:time-value'] ?? '') ?? shown)
    case 'boolean':
      return good(attributes['office:boolean-value'] === 'true' ? 'TRUE' : 'FALSE')
    case 'error':
      return {text: shown, problem: 'error'}
    default:
      return !isCalculated && isUncalculated(attributes, shown) ? {text: '', problem: 'not-calculated'} : good(shown)
  }
}

function stringOf(attributes: Attributes, shown: string): OdsCell {
  if (attributes['table:formula'] !== undefined && errorCode.test(shown)) return {text: shown, problem: 'error'}
  return {text: shown === '' ? (attributes['office:string-value'] ?? '') : shown, problem: undefined}
}

/** Errors as programs show them; only LibreOffice marks them as errors. */
const errorCode = /^(?:#(?:REF!|DIV\/0!|N\/A|NAME\?|NULL!|NUM!|VALUE!)|Err:\d+)$/

const isUncalculated = (attributes: Attributes, shown: string) =>
  attributes['table:formula'] !== undefined && shown === ''

const plainly = (value: string): string | undefined =>
  /^(?:0|[1-9]\d*)$/.test(value)
    ? value
    : value !== '' && Number.isFinite(Number(value))
      ? plain(Number(value))
      : undefined

/**
 * The text of the cell if it shows all digits of the number, with separators or a prefix (0230210092, 02 30 21 00 92,
 * +33 230210092). If it shows the number rounded, shortened or with other characters, the plain number.
 */
function numberAsShown(value: string, shown: string): string {
  const number = plainly(value)
  if (number === undefined) return shown
  if (!/^\d+$/.test(number)) return number
  return setApart.test(shown) && shown.replace(/\D/g, '').endsWith(number) ? shown : number
}

const setApart = /^\+?[\d\s().\-/]+$/

/** `PT09H30M00S` as HH:MM, or HH:MM:SS when there are seconds. */
function timeOf(duration: string): string | undefined {
  const [found, hours = '0', minutes = '0', seconds = '0'] =
    /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?$/.exec(duration) ?? []
  if (!found) return undefined
  const two = (digits: string) => digits.padStart(2, '0')
  return Number(seconds) === 0 ? `${two(hours)}:${two(minutes)}` : `${two(hours)}:${two(minutes)}:${two(seconds)}`
}
