/** Where the threads of one run go. */
export interface ThreadPlacement {
  /** Everything that any thread may use, ascending: the affinity that the process is started with. */
  readonly cpus: readonly number[]
  /** One CPU for each vCPU, by its index; absent: vCPUs are not told from other threads. */
  readonly vcpus?: readonly number[]
  /** For the threads that are no vCPU; used only with `vcpus`. */
  readonly others: readonly number[]
}
