/** Our migrations in their order. Their SQL is in files of its own, which only `db init` has to load. */
export const names = [
  '0001-profiles-and-callbacks',
  '0002-import-ledger',
  '0003-request-keys',
  '0004-no-import-key',
  '0005-import-form',
  '0006-references-by-statement',
  '0007-phone-identities',
  '0008-request-times',
] as const

export type MigrationName = (typeof names)[number]

/**
 * The name of a migration ends so when programs that do not know it must not write any more. Programs that are out there
 * read it: it stays as it is.
 */
export const NO_OLDER_WRITERS = '-no-older-writers'

/** Of the migrations that were run, those of a newer program. */
export const unknownOf = (executed: readonly string[]): string[] =>
  executed.filter((name) => !(names as readonly string[]).includes(name))
