import {invalid, type Problem} from '../errors.ts'

/** Further problems are only counted: every value of an original may be wrong. */
const KEPT_PROBLEMS = 10_000

/** Collects remarks while answers are read. */
export class Remarks {
  /** Fields that have a value but are not taken over, each named once. */
  readonly unknownFields: Set<string>
  readonly problems: Problem[]

  constructor(unknownFields: Iterable<string> = [], problems: Iterable<Problem> = []) {
    this.unknownFields = new Set(unknownFields)
    this.problems = [...problems]
  }

  /** A copy, for continuing from this state more than once. */
  copy(): Remarks {
    return new Remarks(this.unknownFields, this.problems)
  }

  note(place: string, reason: string, value?: string): void {
    if (this.problems.length < KEPT_PROBLEMS) {
      this.problems.push({column: place, ...(value !== undefined && {value}), reason})
    }
  }
}

/** An object of an answer, read leniently: null counts as absent, and a number as the text of its digits. */
export class Fields {
  readonly #values: Record<string, unknown>
  readonly #remarks: Remarks
  /** Its name in a problem, such as the uuid of a request. */
  place = ''
  /** Has it had a problem? */
  bad = false

  /** `known` are the fields that are read, or that add no information; `path` is the prefix under which others are named. */
  constructor(value: unknown, path: string, known: readonly string[], remarks: Remarks) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unlike(path, 'an object')
    this.#values = value as Record<string, unknown>
    this.#remarks = remarks
    for (const [name, each] of Object.entries(value)) {
      if (!known.includes(name) && each !== null) remarks.unknownFields.add(`${path}.${name}`)
    }
  }

  refuse(field: string, reason: string, value?: string): undefined {
    this.bad = true
    this.#remarks.note(`${this.place}, ${field}`, reason, value)
  }

  raw(field: string): unknown {
    return this.#values[field] ?? undefined
  }

  /** Trimmed; undefined when empty. */
  text(field: string): string | undefined {
    const value = this.raw(field)
    if (value === undefined) return undefined
    if (typeof value === 'number' || typeof value === 'string') return String(value).trim() || undefined
    return this.refuse(field, 'is not text')
  }

  integer(field: string): number | undefined {
    const value = this.raw(field)
    if (value === undefined) return undefined
    return asInteger(value) ?? this.refuse(field, 'is not a whole number')
  }

  integers(field: string): number[] {
    const values = this.raw(field) ?? []
    const numbers = Array.isArray(values) ? values.map(asInteger) : [undefined]
    if (!numbers.includes(undefined)) return [...new Set(numbers as number[])].sort((a, b) => a - b)
    this.refuse(field, 'is not a list of whole numbers')
    return []
  }

  boolean(field: string): boolean | undefined {
    const value = this.raw(field)
    return value === undefined || typeof value === 'boolean' ? value : this.refuse(field, 'is neither true nor false')
  }
}

function asInteger(value: unknown): number | undefined {
  const digits = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  return /^\d{1,10}$/.test(digits) ? Number(digits) : undefined
}

/** The elements of a list. */
export function elements(value: unknown, path: string): unknown[] {
  if (Array.isArray(value)) return value
  throw unlike(path, 'a list')
}

const unlike = (path: string, expected: string) =>
  invalid(
    `the original's ${path} is not ${expected}: this is not a configuration server, or its version is unknown to xivoctl`,
  )
