/** At most so many of a list, evenly taken, the first and the last among them. */
export function spread<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list
  return Array.from({ length: most }, (_, index) => list[Math.round((index * (list.length - 1)) / (most - 1))] as T)
}

/** At most so many in all, with something of every group. */
export function spreadGroups<T>(list: readonly T[], groupOf: (item: T) => string, most: number): readonly T[] {
  const groups = [...Map.groupBy(list, groupOf).values()]
  const share = Math.max(2, Math.floor(most / Math.max(1, groups.length)))
  return groups.flatMap((group) => spread(group, share))
}
