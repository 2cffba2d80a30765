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
import {type AppError, unavailable} from '../../errors.ts'
import {giveUp} from './client.ts'
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
  /** How long to wait for the answer; for ever when undefined. */
  patienceMs: number | undefined
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
    const {limits, question} = this.start
    const statements = [startOf(settings), ...(limits ? [setLocal(limits)] : [])]
    if (question === undefined) {
      await connection.executeQuery(CompiledQuery.raw(statements.join('; ')))
      return
    }
    const {client, patienceMs} = question
    const answers: unknown = await inTime(client, patienceMs, client.query([...statements, question.sql].join('; ')))
    question.answered([answers as pg.QueryResult].flat().at(-1)?.rows[0])
  }
}

/** Behind a pooler whose server is gone, a login succeeds and nothing else is answered. */
async function inTime<T>(client: pg.PoolClient, patienceMs: number | undefined, answer: Promise<T>): Promise<T> {
  if (patienceMs === undefined) return answer
  let late: AppError | undefined
  const clock = setTimeout(() => {
    late = unavailable(
      `the database, or a pooler in front of it, has not answered for ${patienceMs / 1000} s: nothing was written`,
    )
    void giveUp(client)
  }, patienceMs)
  try {
    return await answer
  } catch (error) {
    throw late ?? error
  } finally {
    clearTimeout(clock)
  }
}

const startOf = ({isolationLevel = 'read committed', accessMode}: TransactionSettings) =>
  ['start transaction isolation level', isolationLevel, ...(accessMode ? [accessMode] : [])].join(' ')
