import {enums, tables, type XivoTable} from './xivo-tables.ts'

/** `xivo` is the release this product started from; `later` stands for any release after it. */
export type SchemaShape = 'xivo' | 'later'

/** The SQL that makes XiVO's tables, empty, in the schema `public` of an empty database. */
export function xivoSchema(shape: SchemaShape): string {
  const shaped = shape === 'xivo' ? tables : tables.map(later)
  return [...Object.entries(enums).map(createEnum), ...shaped.map(createTable)].join('\n')
}

function createEnum([name, values]: [string, string[]]): string {
  return `create type public.${name} as enum (${values.map((value) => `'${value}'`).join(', ')});`
}

function createTable({name, columns, constraints}: XivoTable): string {
  return `create table public.${name} (\n  ${[...columns, ...constraints].join(',\n  ')}\n);`
}

/** Columns before and after the known ones: code that relies on column positions fails on them. */
function later(table: XivoTable): XivoTable {
  const {name, columns, constraints} = changes[table.name]?.(table) ?? table
  return {
    name,
    columns: ['tenant_uuid varchar(38)', ...columns, 'mediaserver_id integer not null default 1'],
    constraints,
  }
}

const changes: Record<string, (table: XivoTable) => XivoTable> = {
  context: (table) => ({
    ...table,
    columns: ['id serial', ...table.columns],
    constraints: ['primary key (id)', 'unique (name)'],
  }),
  dialaction: (table) => ({
    ...table,
    columns: table.columns.map((column) => (column.startsWith('event ') ? 'event varchar(40) not null' : column)),
  }),
}
