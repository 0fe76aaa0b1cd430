import type { FaultPattern } from '@capbench/core'

const onConsole = (reason: FaultPattern['reason'], text: string): FaultPattern => ({ channel: 'console', text, reason })

/**
 * What Linux prints on its console when it breaks, with any kernel of the last years; the files are those of 6.1. Every
 * text stands for something that the kernel says once it has happened, so none of them is found after a clean boot.
 * `Call Trace:` is no sign by itself: a kernel prints it for a warning and on demand as well.
 */
export const linuxFaults: readonly FaultPattern[] = [
  // kernel/panic.c
  onConsole('guest_panic', 'Kernel panic - not syncing'),
  // arch/x86/mm/fault.c, lib/bug.c, kernel/watchdog.c, kernel/sched/core.c, mm/page_alloc.c, kernel/workqueue.c
  onConsole('guest_fault', ' BUG: '),
  onConsole('guest_fault', '\nBUG: '), // without `printk.time`
  onConsole('guest_fault', 'kernel BUG at '),
  // arch/x86/kernel/dumpstack.c: `Oops: 0002 [#1]`, `invalid opcode: 0000 [#1]`, `general protection fault, ... [#1]`
  onConsole('guest_fault', ' [#1]'),
  // arch/x86/kernel/traps.c
  onConsole('guest_fault', 'PANIC: double fault'),
  // arch/arm64/mm/fault.c and kernel/traps.c
  onConsole('guest_fault', 'Unable to handle kernel '),
  onConsole('guest_fault', 'Insufficient stack space to handle exception'),
  // kernel/watchdog_hld.c
  onConsole('guest_fault', 'Watchdog detected hard LOCKUP'),
  // kernel/rcu/tree_stall.h
  onConsole('guest_fault', 'self-detected stall on CPU'),
  onConsole('guest_fault', 'detected stalls on CPUs/tasks'),
  // kernel/hung_task.c
  onConsole('guest_fault', ' blocked for more than '),
  // mm/oom_kill.c: of the machine, and of a memory cgroup
  onConsole('guest_fault', 'Out of memory: Killed process'),
  onConsole('guest_fault', 'Memory cgroup out of memory: Killed process'),
  onConsole('guest_fault', 'Out of memory and no killable processes'),
  // arch/x86/mm/fault.c and traps.c, of a program; without `quiet` only: the launcher's report says it in any case
  onConsole('guest_fault', ': segfault at '),
  onConsole('guest_fault', 'traps: '),
]
