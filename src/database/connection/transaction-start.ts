import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely'
import type pg from 'pg'
import {type Limits, setLocal} from './limits.ts'

/** What is sent with the start of a transaction in one message, without another round trip. */
export interface TransactionStart {
  limits?: Limits | undefined
  /** A query, and a callback for its first row. */
  question?: Question | undefined
}

interface Question {
  sql: string
  client: pg.PoolClient
  answered: (row: unknown) => void
}

/** PostgreSQL whose transactions start with more than `start transaction`. */
export class StartingDialect extends PostgresDialect {
  private readonly settings: PostgresDialectConfig
  private readonly start: TransactionStart

  constructor(settings: PostgresDialectConfig, start: TransactionStart) {
    super(settings)
    this.settings = settings
    this.start = start
  }

  override createDriver(): Driver {
    return new StartingDriver(this.settings, this.start)
  }
}

class StartingDriver extends PostgresDriver {
  private readonly start: TransactionStart

  constructor(settings: PostgresDialectConfig, start: TransactionStart) {
    super(settings)
    this.start = start
  }

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    try {
      await this.begin(connection, settings)
    } catch (error) {
      // kysely rolls back only what has begun; here something may have, although a later statement of the message failed.
      await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => {})
      throw error
    }
  }

  private async begin(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const {limits, question} = this.start
    const statements = [startOf(settings), ...(limits ? [setLocal(limits)] : [])]
    if (question === undefined) {
      await connection.executeQuery(CompiledQuery.raw(statements.join('; ')))
      return
    }
    const answers: unknown = await question.client.query([...statements, question.sql].join('; '))
    question.answered([answers as pg.QueryResult].flat().at(-1)?.rows[0])
  }
}

const startOf = ({isolationLevel = 'read committed', accessMode}: TransactionSettings) =>
  ['start transaction isolation level', isolationLevel, ...(accessMode ? [accessMode] : [])].join(' ')
