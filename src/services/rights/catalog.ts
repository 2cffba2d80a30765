import type {Context} from '../../context.ts'
import type {Db} from '../../database/connection/connect.ts'
import {readAtOnce} from '../../database/connection/transact.ts'
import {allGroups} from '../../database/groups.ts'
import {allIncalls, type IncallRow} from '../../database/incalls.ts'
import {allQueues} from '../../database/queues.ts'
import type {RightKind} from '../../database/tables.ts'
import {AppError, type Noun, type Problem} from '../../errors.ts'
import {fitting, pick, type Reference} from '../../formats/references.ts'

export interface Named {
  id: number
  name: string
}

/** The objects of rights: every queue, agent group and incall of this XiVO. */
export type Catalog = Record<RightKind, Named[]>

/** The choices that an editor of rights offers. */
export const rightsCatalog = (context: Context): Promise<Catalog> => readAtOnce(context, loadCatalog)

export async function loadCatalog(db: Db): Promise<Catalog> {
  const [queue, group, incall] = await Promise.all([allQueues(db), allGroups(db), namedIncalls(db)])
  return {queue, group, incall}
}

/** An incall is named by its number, or by its id if it has none. */
export async function namedIncalls(db: Db): Promise<Named[]> {
  const name = ({id, exten, context}: IncallRow) => (exten === null ? `id:${id}` : `${exten}@${context}`)
  return (await allIncalls(db)).map((row) => ({id: row.id, name: name(row)}))
}

const words: Record<RightKind, {noun: Noun; singular: string; plural: string}> = {
  queue: {noun: 'Queue', singular: 'queue', plural: 'queues'},
  group: {noun: 'Group', singular: 'agent group', plural: 'agent groups'},
  incall: {noun: 'Incall', singular: 'incall', plural: 'incalls'},
}

/** A reference that matches no object, or several (`ambiguous`). */
export interface Misfit {
  noun: Noun
  ambiguous: boolean
  problem: Problem
}

/**
 * The objects that `references` mean. Rights that the user already has are accepted, by id or by their old name, even if XiVO
 * no longer has the object; every reference that matches no object, or several, becomes a misfit.
 */
export function resolve(
  kind: RightKind,
  references: readonly Reference[],
  catalog: Catalog,
  had: readonly Named[],
  misfits: Misfit[],
): Named[] {
  const there = catalog[kind]
  const gone = had.filter(({id}) => !there.some((each) => each.id === id))
  const words = vocabulary(kind)
  return references.flatMap((reference) => {
    const onlyGone = fitting(there, reference, words).length === 0 && fitting(gone, reference, words).length > 0
    try {
      return [pick(onlyGone ? gone : there, reference, words)]
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const reason = [error.message, ...error.hints].join('; ')
      misfits.push({
        noun: words.noun,
        ambiguous: error.kind === 'conflict',
        problem: {column: kind, value: reference, reason},
      })
      return []
    }
  })
}

/** The one object that a reference means. QueueNotFound, GroupNotFound, IncallNotFound, or Conflict when it fits two. */
export const objectOf = (kind: RightKind, reference: Reference, catalog: Catalog): Named =>
  pick(catalog[kind], reference, vocabulary(kind))

/** An incall can be named as `EXTEN@CONTEXT` or `EXTEN`. */
const vocabulary = (kind: RightKind) => ({
  ...words[kind],
  id: ({id}: Named) => String(id),
  names: ({name}: Named) => (kind === 'incall' ? [name, name.split('@')[0] ?? name] : [name]),
})
