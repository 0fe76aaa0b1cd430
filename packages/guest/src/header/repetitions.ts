/**
 * The largest count of the only quantifier in a pattern of the grammar: 32 in `[0-9a-f]{32}`, 31 in `[a-z0-9_]{0,31}`.
 */
export function repetitions(pattern: string): number {
  const count = /\{(?:\d+,)?(\d+)\}/.exec(pattern)?.[1]
  if (count === undefined) throw new Error(`no count in the pattern ${pattern}`)
  return Number(count)
}
