import type { TermsOn } from './meaning.ts'

/**
 * Linux, guest or host. "The filter" is the seccomp filter that the launcher makes of the profile; a workload that runs
 * without it is held by the other layer alone, which the posture says.
 */
export const linux: TermsOn = {
  cpu: {
    hold: 'inherent',
    permits:
      'instructions, the memory of the image with its stack and its heap, descriptors 0, 1 and 2, and knowing itself',
  },
  'clock.monotonic': {
    hold: 'inherent',
    permits: 'clock_gettime of CLOCK_MONOTONIC, _RAW, _COARSE and BOOTTIME; the vDSO reads it without a call',
  },
  'clock.cycles': {
    hold: 'inherent',
    permits: 'the counter of the CPU: rdtsc on x86_64, CNTVCT_EL0 on aarch64; no call is involved',
  },
  'clock.realtime': {
    hold: 'inherent',
    permits: 'clock_gettime of CLOCK_REALTIME and TAI, gettimeofday and time; the vDSO reads it without a call',
  },
  'clock.cpu': {
    hold: 'enforced',
    permits: 'clock_gettime of processor-time clocks, getrusage and times; denied by the filter',
  },
  'memory.map': {
    hold: 'enforced',
    permits: 'mmap of private memory, and what moves and returns it; denied by the filter (the heap of brk is not)',
  },
  'memory.share': {
    hold: 'enforced',
    permits: 'mmap of shared memory and memfd_create; denied by the filter',
  },
  'memory.exec': {
    hold: 'enforced',
    permits:
      'mmap, mprotect and shmat with the right to execute; denied by the filter, but for pages of the image itself',
  },
  'process.spawn': {
    hold: 'enforced',
    permits: 'fork, vfork, clone of a process and waiting for it; denied by the filter',
  },
  'process.exec': {
    hold: 'enforced',
    permits: 'execve and execveat once more after the launcher; denied by the filter, and the root is empty',
  },
  'thread.spawn': {
    hold: 'enforced',
    permits: 'clone with CLONE_THREAD; denied by the filter (joining and locks also take ipc.futex)',
  },
  'ipc.pipe': { hold: 'enforced', permits: 'pipe, splice, tee and vmsplice; denied by the filter' },
  'ipc.socketpair': {
    hold: 'enforced',
    permits: 'socketpair and sockets of AF_UNIX, whose names lie in a net name space of its own; denied by the filter',
  },
  'ipc.futex': { hold: 'enforced', permits: 'futex and its kin; denied by the filter' },
  'ipc.event': { hold: 'enforced', permits: 'eventfd, poll, select and epoll; denied by the filter' },
  'ipc.sysv': {
    hold: 'enforced',
    permits: 'shmget, semget, msgget and their kin in an IPC name space of its own; denied by the filter',
  },
  'ipc.mq': {
    hold: 'enforced',
    permits: 'mq_open and its kin in an IPC name space of its own; denied by the filter',
  },
  timer: { hold: 'enforced', permits: 'nanosleep, interval timers, timer_create and timerfd; denied by the filter' },
  signal: {
    hold: 'enforced',
    permits: 'handlers, and kill of anybody in a name space of processes of its own but its init; denied by the filter',
  },
  'signal.other': {
    hold: 'enforced',
    permits: 'kill of 1 or of all, and signals through pidfd; denied by the filter, the name space and the user id',
  },
  'sched.affinity': { hold: 'enforced', permits: 'sched_setaffinity; denied by the filter' },
  'sched.priority': {
    hold: 'enforced',
    permits: 'setpriority, sched_setscheduler and ioprio_set; denied by the filter, and limits forbid to raise it',
  },
  'file.read': {
    hold: 'enforced',
    permits: 'open for reading, stat and directories; denied by the filter, and the root is empty',
  },
  'file.write': {
    hold: 'enforced',
    permits: 'open for writing, create, rename, remove, metadata and sync; denied by the filter and a read-only root',
  },
  'net.loopback': {
    hold: 'enforced',
    permits: 'sockets of IP in a net name space of its own whose loopback is up; denied by the filter',
  },
  'net.external': {
    hold: 'enforced',
    permits: 'sockets of IP in the net name space of the machine; denied by a name space of its own, and the filter',
  },
  device: {
    hold: 'enforced',
    permits: 'ioctl, device nodes, I/O ports, swap, and sockets that are neither IP nor Unix; denied by the filter',
  },
  counters: { hold: 'enforced', permits: 'perf_event_open; denied by the filter' },
  trace: {
    hold: 'enforced',
    permits: 'ptrace, process_vm_readv, userfaultfd, fanotify; denied by the filter and the name space of processes',
  },
  random: {
    hold: 'enforced',
    permits: 'getrandom; denied by the filter (the instruction RDRAND and AT_RANDOM are not)',
  },
  'time.set': { hold: 'enforced', permits: 'clock_settime and adjtimex; denied by the filter and no capabilities' },
  power: { hold: 'enforced', permits: 'reboot and kexec_load; denied by the filter and no capabilities' },
  module: { hold: 'enforced', permits: 'init_module and delete_module; denied by the filter and no capabilities' },
  mount: { hold: 'enforced', permits: 'mount, umount, chroot and their kin; denied by the filter and no capabilities' },
  namespace: {
    hold: 'enforced',
    permits: 'unshare, setns and clone with CLONE_NEW flags; denied by the filter and a limit of no user name spaces',
  },
  bpf: { hold: 'enforced', permits: 'bpf, and filters on sockets; denied by the filter' },
  'io.uring': {
    hold: 'enforced',
    permits: 'io_uring_setup and its kin, denied by the filter; only name spaces bound what a ring then opens',
  },
  keys: { hold: 'enforced', permits: 'add_key, request_key and keyctl; denied by the filter' },
  limits: { hold: 'enforced', permits: 'setrlimit and mlock; denied by the filter' },
  identity: {
    hold: 'enforced',
    permits: 'setuid and its kin, capset, setsid, setpgid and host names; denied by the filter',
  },
  'system.info': { hold: 'enforced', permits: 'uname, sysinfo and syslog; denied by the filter' },
  'posture.change': {
    hold: 'enforced',
    permits: 'prctl, arch_prctl, personality, seccomp, Landlock, and calls of another interface; denied by the filter',
  },
  'stats.read(schedstat)': statsOf('schedstat'),
  'stats.read(interrupts)': statsOf('interrupts'),
  'stats.read(softirqs)': statsOf('softirqs'),
  'stats.read(vmstat)': statsOf('vmstat'),
  'stats.read(context-switches)': statsOf('stat', 'its lines ctxt and processes from '),
}

function statsOf(file: string, lines = ''): TermsOn['cpu'] {
  return {
    hold: 'enforced',
    permits: `the supervisor reads ${lines}/proc/${file}; the root of the program has no /proc, and its filter no open`,
  }
}
