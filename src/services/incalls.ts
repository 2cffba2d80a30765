import type {Context} from '../context.ts'
import {readAtOnce} from '../database/connection/transact.ts'
import {allIncalls} from '../database/incalls.ts'

/** A number that can be called from outside. */
export interface Incall {
  id: number
  /** Left out when XiVO has none for it. */
  exten?: string
  context?: string
}

/** Every incall, by number. */
export const listIncalls = (context: Context): Promise<Incall[]> =>
  readAtOnce(context, async (trx) =>
    (await allIncalls(trx)).map(({id, exten, context}) => ({
      id,
      ...(exten !== null && {exten}),
      ...(context !== null && {context}),
    })),
  )
