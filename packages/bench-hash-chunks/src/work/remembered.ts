const kept = new Map<string, unknown>()
const most = 8

/**
 * The value of a pure function of `key`, computed once: all runs of a row have the same answers. Only the latest few
 * are kept.
 */
export function remembered<T>(key: string, compute: () => T): T {
  const known = kept.has(key) ? (kept.get(key) as T) : compute()
  kept.delete(key)
  kept.set(key, known)
  const [oldest] = kept.keys()
  if (kept.size > most && oldest !== undefined) kept.delete(oldest)
  return known
}
