/** Names of calls with consecutive numbers, separated by white space, under the number of the first. */
export type NumberRuns = Readonly<Record<number, string>>

/**
 * Calls that are newer than the headers from which the tables are generated. From 424 on a call has the same number
 * on every architecture, so these are the same everywhere.
 */
export const newerRuns: NumberRuns = {
  451: `cachestat fchmodat2 map_shadow_stack futex_wake futex_wait futex_requeue statmount listmount lsm_get_self_attr
    lsm_set_self_attr lsm_list_modules mseal setxattrat getxattrat listxattrat removexattrat open_tree_attr file_getattr
    file_setattr`,
}

/** The name of every number of some runs, in the order of the numbers. */
export function readRuns(...tables: readonly NumberRuns[]): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (const runs of tables)
    for (const [first, text] of Object.entries(runs))
      for (const [index, name] of text.split(/\s+/).entries()) names.set(Number(first) + index, name)
  return new Map([...names].sort(([a], [b]) => a - b))
}
