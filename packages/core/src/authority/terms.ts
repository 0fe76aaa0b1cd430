/**
 * The vocabulary of authority, in capability terms: each with one sentence that says what it permits. Plugins of other
 * systems speak the same terms; how each system enforces them is data of a later table, never of a profile.
 */
export const terms = {
  cpu: 'compute, and read and write the three descriptors it was given',
  'clock.monotonic': 'read a clock that never goes back',
  'clock.cycles': 'read a cycle counter',
  'clock.realtime': 'read the time of day',
  'memory.map': 'get and return private memory of its own',
  'memory.share': 'share memory with its own children',
  'process.spawn': 'start and await children of its own',
  'process.exec': 'replace its program by another',
  'thread.spawn': 'start threads in its own address space',
  'ipc.pipe': 'make and use byte pipes',
  'ipc.socketpair': 'make and use connected socket pairs',
  'ipc.futex': 'block on and wake waiters of a memory word',
  'ipc.event': 'make and use event counters and readiness waits',
  timer: 'sleep and arm timers',
  signal: 'send signals to itself and its children, and handle them',
  'sched.affinity': 'choose the CPUs it runs on among those it was given',
  'file.read': 'open files for reading in the tree it was given',
  'file.write': 'create and change files in the tree it was given',
  'net.loopback': 'open sockets that reach its own machine',
  'net.external': 'open sockets that reach other machines',
  device: 'open and control devices',
  counters: 'program performance counters',
  trace: 'observe or change other processes',
  random: 'read the random number source of the kernel',
} as const satisfies Record<string, string>
export type Term = keyof typeof terms
