import { type Term, terms } from '../terms.ts'
import type { TermsOn } from './meaning.ts'

const noProcesses = 'there are no processes: the program is alone on the machine'
const noKernel = 'there is no kernel beside it: the program is all that runs'
const noFiles = 'there is no file tree; a disk, where there is one, is a device'
const noDriver = 'the runtime has no network driver, and nothing stops the program from bringing one'

const permits: Readonly<Record<Term, string>> = {
  cpu: 'every instruction in ring 0, and all memory that the machine has',
  'clock.monotonic': 'the time-stamp counter, scaled by the runtime',
  'clock.cycles': 'the time-stamp counter',
  'clock.realtime': 'the real-time clock behind ports 0x70 and 0x71',
  'clock.cpu': 'the time-stamp counter: whatever runs is the program',
  'memory.map': 'the page tables, and so all of the memory',
  'memory.share': 'one address space for all CPUs',
  'memory.exec': 'the page tables: any page may be executable',
  'process.spawn': noProcesses,
  'process.exec': noProcesses,
  'thread.spawn': 'starting a function on another CPU of the machine',
  'ipc.pipe': noProcesses,
  'ipc.socketpair': noProcesses,
  'ipc.futex': 'waiting on a word of memory, by spinning or by an interrupt between CPUs',
  'ipc.event': noProcesses,
  'ipc.sysv': noProcesses,
  'ipc.mq': noProcesses,
  timer: 'the timers of the local APIC and of the board',
  signal: 'interrupts between CPUs',
  'signal.other': noProcesses,
  'sched.affinity': 'the choice of the CPU on which a function runs',
  'sched.priority': 'masking interrupts',
  'file.read': noFiles,
  'file.write': noFiles,
  'net.loopback': noDriver,
  'net.external': noDriver,
  device: 'every port and every mapped register of the machine',
  counters: 'the model-specific registers of the performance counters',
  trace: noProcesses,
  random: 'RDRAND; there is no other source',
  'time.set': 'writing the time-stamp counter and the real-time clock',
  power: 'resetting and halting the machine',
  module: noKernel,
  mount: noFiles,
  namespace: noKernel,
  bpf: noKernel,
  'io.uring': noKernel,
  keys: noKernel,
  limits: noKernel,
  identity: noKernel,
  'system.info': 'CPUID, firmware tables and fw_cfg',
  'posture.change': 'the control registers',
  'stats.read(schedstat)': noKernel,
  'stats.read(interrupts)': noKernel,
  'stats.read(softirqs)': noKernel,
  'stats.read(vmstat)': noKernel,
  'stats.read(context-switches)': noKernel,
}

/** A machine without a kernel: no isolation boundary, so that everything it can do, a program can do. */
export const bare = Object.fromEntries(
  (Object.keys(terms) as Term[]).map((term) => [term, { hold: 'inherent', permits: permits[term] }]),
) as TermsOn
