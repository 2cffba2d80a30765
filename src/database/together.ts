import {setImmediate} from 'node:timers/promises'
import type {Db} from './connection/connect.ts'

interface Batch<K, V> {
  keys: Set<K>
  answer: Promise<Map<K, V>>
}

/** Reads an object by its key. All that is asked for in one turn of the event loop is read by one statement: it costs more than the rest. */
export function together<K, V>(read: (db: Db, keys: readonly K[]) => Promise<Map<K, V>>) {
  const gathering = new WeakMap<Db, Batch<K, V>>()
  const gather = (db: Db): Batch<K, V> => {
    const keys = new Set<K>()
    const answer = setImmediate().then(() => {
      gathering.delete(db)
      return read(db, [...keys])
    })
    const batch = {keys, answer}
    gathering.set(db, batch)
    return batch
  }
  return async (db: Db, key: K): Promise<V | undefined> => {
    const {keys, answer} = gathering.get(db) ?? gather(db)
    keys.add(key)
    return (await answer).get(key)
  }
}
