/**
 * When a run counts as contaminated. Derived from runs of a compute kernel of 1 to 2 s on two CPUs: undisturbed its
 * vCPU threads waited 0.025 to 0.030 s in all (1 to 3 % of the region), beside one busy neighbour 3 to 5 s, and with
 * two vCPUs on one CPU as long as the region itself. Both limits of a figure must be passed: the fraction alone would
 * flag a region of a few ms for one turn of the scheduler or one tick of the counters. What is a `share` of a short
 * region is flagged all the same.
 */
export const contentionLimits = {
  /** Wait of one vCPU or worker thread for a CPU, of the wall time of the region (`schedstat`, field 2). */
  runDelay: { fraction: 0.05, ns: 20_000_000, share: 0.2 },
  /** Stolen time of the row's CPUs, of all their time: the limit of the label `steal>1%`; two ticks of each CPU. */
  steal: { fraction: 0.01, ns: 20_000_000, share: 1 },
  /** Busy time of the pinned CPUs that was not the run's own, of the wall time of all of them; two ticks of each. */
  foreignLoad: { fraction: 0.05, ns: 20_000_000, share: 1 },
  /**
   * Time in which the busiest vCPU of a program that is always busy neither ran nor waited for a CPU, of the wall time
   * of the region: it was stopped or frozen. Ten times the wait of a quiet run, since the end of the region is read
   * some ms late, when the guest may be idle again.
   */
  offCpu: { fraction: 0.1, ns: 20_000_000, share: 1 },
} as const

/** How much slower than in the best run of its row the CPU of a run may be, by its canary; a fraction. */
export const canaryLimit = 0.05

/**
 * A region that the host saw for less time than this shows nothing: nothing in it could pass a limit above. It is that
 * short, or the host was so busy that it read both marks at once.
 */
export const leastRegionNs = 20_000_000

/** One tick of `/proc/stat`: USER_HZ is 100 on every Linux architecture of today (proc(5)). */
export const tickNs = 10_000_000
