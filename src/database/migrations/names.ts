/** Our migrations in order. Their SQL is in separate files, which only `db init` loads. */
export const names = [
  '0001-profiles-and-callbacks',
  '0002-import-ledger',
  '0003-request-keys',
  '0004-no-import-key',
  '0005-import-form',
  '0006-references-by-statement',
  '0007-phone-identities',
  '0008-request-times',
  '0009-journal',
  '0010-dissuasion-overrides',
  '0011-do-not-call',
  '0012-tickets',
  '0013-due-dates-and-phones',
  '0014-phone-filters',
] as const

export type MigrationName = (typeof names)[number]

/**
 * A migration's name has this suffix when older programs must not write any more. Released programs
 * read it, so it must not change.
 */
export const NO_OLDER_WRITERS = '-no-older-writers'

/** The applied migrations that a newer program added. */
export const unknownOf = (executed: readonly string[]): string[] =>
  executed.filter((name) => !(names as readonly string[]).includes(name))
