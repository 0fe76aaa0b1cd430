import type { FaultPattern } from '@capbench/core'

const onConsole = (reason: FaultPattern['reason'], text: string): FaultPattern => ({ channel: 'console', text, reason })

/**
 * What Linux prints on its console when it breaks (kernel/panic.c, arch/x86/kernel/dumpstack.c, mm/oom_kill.c,
 * kernel/watchdog.c).
 */
export const linuxFaults: readonly FaultPattern[] = [
  onConsole('guest_panic', 'Kernel panic - not syncing'),
  onConsole('guest_fault', 'BUG: unable to handle'),
  onConsole('guest_fault', 'kernel BUG at '),
  onConsole('guest_fault', 'Oops: '),
  onConsole('guest_fault', 'watchdog: BUG: soft lockup'),
  onConsole('guest_fault', 'Out of memory: Killed process'),
]
