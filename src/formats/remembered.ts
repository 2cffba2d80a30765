/** A function that computes each value once. */
export function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, {value: V}>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found.value
    const value = make(key)
    known.set(key, {value})
    return value
  }
}
