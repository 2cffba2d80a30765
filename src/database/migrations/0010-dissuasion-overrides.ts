import {type Kysely, sql} from 'kysely'

/**
 * One announcement for many queues, for a time. What each queue had before is kept with it, and not in the journal only: the journal
 * may be purged while an override lasts. `due_run` tells when somebody last did what was due.
 */
export const dissuasionOverrides = {
  creates: ['dissuasion_override', 'due_run'],

  async up(db: Kysely<unknown>, schema: string): Promise<void> {
    for (const statement of statements) await sql.raw(statement.replaceAll('SCHEMA', `"${schema}"`)).execute(db)
  },
}

const statements = [
  `create table SCHEMA.dissuasion_override (
    id int primary key,
    sound text not null,
    sha256 text not null,
    starts_at timestamptz not null,
    ends_at timestamptz check (ends_at > starts_at),
    created_at timestamptz not null default now(),
    created_by text not null,
    started_at timestamptz,
    ended_at timestamptz,
    queues jsonb not null
  )`,
  'create index dissuasion_override_live on SCHEMA.dissuasion_override (id) where ended_at is null',
  `create table SCHEMA.due_run (
    single boolean primary key default true check (single),
    at timestamptz not null,
    actor text not null
  )`,
]
