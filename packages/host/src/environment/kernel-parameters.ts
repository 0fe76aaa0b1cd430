/**
 * Kernel parameters that bear on speed, placement or time. Anything else on a command line is left out: it is where
 * installations put addresses, tokens and paths.
 */
const relevant = new RegExp(
  `^(?:${[
    'mitigations|spectre_v2|spec_store_bypass_disable|retbleed|mds|tsx|l1tf|nopti|pti|nosmt|srbds|gather_data_sampling',
    'isolcpus|nohz|nohz_full|rcu_nocbs|rcu_nocb_poll|irqaffinity|housekeeping|skew_tick|nosoftlockup|nowatchdog',
    'intel_pstate|amd_pstate|cpufreq\\.[a-z_]+|cpuidle\\.[a-z_]+|intel_idle\\.max_cstate|processor\\.max_cstate|idle',
    'clocksource|tsc|hpet|notsc|highres|threadirqs|preempt|maxcpus|nr_cpus|possible_cpus|numa|numa_balancing',
    'transparent_hugepage|hugepages|default_hugepagesz|hugepagesz|init_on_alloc|init_on_free|slab_nomerge|page_poison',
    'psi|audit|nokaslr|kaslr|kvm[a-z_-]*\\.[a-z_]+|nested_[a-z]+|apparmor|selinux|security|lsm',
  ].join('|')})(?:=|$)`,
)

export interface KernelParameters {
  /** Word by word, in the order of the command line. */
  readonly kept: readonly string[]
  readonly leftOut: number
}

export function relevantParameters(commandLine: string): KernelParameters {
  const words = commandLine.split(/\s+/).filter((word) => word !== '')
  const kept = words.filter((word) => relevant.test(word))
  return { kept, leftOut: words.length - kept.length }
}
