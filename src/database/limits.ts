import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely'

/** How long a statement may work, and how long it may wait for a lock; 0 is for ever. */
export interface Limits {
  statementMs: number
  lockMs: number
}

/** PostgreSQL with limits that each transaction sets for itself: nothing stays behind in the session, so a pooler may lend it on. */
export class LimitedDialect extends PostgresDialect {
  private readonly settings: PostgresDialectConfig
  private readonly limits: Limits

  constructor(settings: PostgresDialectConfig, limits: Limits) {
    super(settings)
    this.settings = settings
    this.limits = limits
  }

  override createDriver(): Driver {
    return new LimitedDriver(this.settings, this.limits)
  }
}

class LimitedDriver extends PostgresDriver {
  private readonly limits: Limits

  constructor(settings: PostgresDialectConfig, limits: Limits) {
    super(settings)
    this.limits = limits
  }

  /** On the way with the start of the transaction: they cost no round trip. */
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const {isolationLevel = 'read committed', accessMode = 'read write'} = settings
    const {statementMs, lockMs} = this.limits
    const start = `start transaction isolation level ${isolationLevel} ${accessMode}`
    const limits = `set local statement_timeout = ${statementMs}; set local lock_timeout = ${lockMs}`
    await connection.executeQuery(CompiledQuery.raw(`${start}; ${limits}`))
  }
}
