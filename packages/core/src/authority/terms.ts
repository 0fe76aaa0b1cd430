/**
 * Counters of the whole system that a supervisor may read before and after a run, on behalf of the workload. One term a
 * source, none for all of them: each shows something else of what others do.
 */
export const statsSources = ['schedstat', 'interrupts', 'softirqs', 'vmstat', 'context-switches'] as const
/** A source of counters that a profile may let the supervisor read. */
export type StatsSource = (typeof statsSources)[number]

/**
 * The vocabulary of authority, in capability terms: each with one sentence that says what it permits on any system.
 * What that means on one kind of system, and whether it can be denied there, is in `termsOn`, never in a profile.
 */
export const terms = {
  cpu: 'compute in the memory it was loaded with, and read and write the three descriptors it was given',
  'clock.monotonic': 'read a clock that never goes back',
  'clock.cycles': 'read a cycle counter',
  'clock.realtime': 'read the time of day',
  'clock.cpu': 'read how much processor time it has used',
  'memory.map': 'get and return private memory of its own',
  'memory.share': 'share memory with its own children',
  'memory.exec': 'run instructions that it wrote itself',
  'process.spawn': 'start and await children of its own',
  'process.exec': 'replace its program by another',
  'thread.spawn': 'start threads in its own address space',
  'ipc.pipe': 'make and use byte pipes',
  'ipc.socketpair': 'make and use connected socket pairs',
  'ipc.futex': 'block on and wake waiters of a memory word',
  'ipc.event': 'make and use event counters and readiness waits',
  'ipc.sysv': 'make and use System V queues, semaphores and shared segments',
  'ipc.mq': 'make and use POSIX message queues',
  timer: 'sleep and arm timers',
  signal: 'send signals to itself and its children, and handle them',
  'signal.other': 'send signals to processes that it did not start',
  'sched.affinity': 'choose the CPUs it runs on among those it was given',
  'sched.priority': 'change the priority or the scheduling class of a process',
  'file.read': 'open files for reading in the tree it was given',
  'file.write': 'create, change and remove files and their metadata in the tree it was given',
  'net.loopback': 'open sockets that reach its own machine',
  'net.external': 'open sockets that reach other machines',
  device: 'open and control devices',
  counters: 'program performance counters',
  trace: 'observe or change other processes',
  random: 'read the random number source of the kernel',
  'time.set': 'set or steer the clocks of the system',
  power: 'restart, stop or suspend the machine',
  module: 'load code into the kernel',
  mount: 'change what the file tree consists of',
  namespace: 'make or enter name spaces of its own',
  bpf: 'load programs that the kernel runs on events',
  'io.uring': 'submit operations through a shared ring, past the filter of system calls',
  keys: 'keep and read secrets in the key store of the kernel',
  limits: 'change resource limits and lock memory',
  identity: 'change its user, groups, capabilities, session or process group',
  'system.info': 'read names, versions, load and messages of the system',
  'posture.change': 'change how the kernel treats its calls: filters, personality, speculation, foreign interfaces',
  'stats.read(schedstat)': 'have run time and run delay of every CPU read before and after the run',
  'stats.read(interrupts)': 'have the counts of every interrupt read before and after the run',
  'stats.read(softirqs)': 'have the counts of deferred interrupt work read before and after the run',
  'stats.read(vmstat)': 'have the counts of paging and reclaim read before and after the run',
  'stats.read(context-switches)': 'have the counts of context switches and forks read before and after the run',
} as const satisfies Record<string, string> & Record<`stats.read(${StatsSource})`, string>
/** A term of an authority profile. */
export type Term = keyof typeof terms
