/* Generated from packages/core/src/authority by scripts/generate-header.ts: do not edit. */
#ifndef LAUNCH_FILTER_VOCABULARY_H
#define LAUNCH_FILTER_VOCABULARY_H

enum term {
  TERM_CPU,
  TERM_CLOCK_MONOTONIC,
  TERM_CLOCK_CYCLES,
  TERM_CLOCK_REALTIME,
  TERM_CLOCK_CPU,
  TERM_MEMORY_MAP,
  TERM_MEMORY_SHARE,
  TERM_MEMORY_EXEC,
  TERM_PROCESS_SPAWN,
  TERM_PROCESS_EXEC,
  TERM_THREAD_SPAWN,
  TERM_IPC_PIPE,
  TERM_IPC_SOCKETPAIR,
  TERM_IPC_FUTEX,
  TERM_IPC_EVENT,
  TERM_IPC_SYSV,
  TERM_IPC_MQ,
  TERM_TIMER,
  TERM_SIGNAL,
  TERM_SIGNAL_OTHER,
  TERM_SCHED_AFFINITY,
  TERM_SCHED_PRIORITY,
  TERM_FILE_READ,
  TERM_FILE_WRITE,
  TERM_NET_LOOPBACK,
  TERM_NET_EXTERNAL,
  TERM_DEVICE,
  TERM_COUNTERS,
  TERM_TRACE,
  TERM_RANDOM,
  TERM_TIME_SET,
  TERM_POWER,
  TERM_MODULE,
  TERM_MOUNT,
  TERM_NAMESPACE,
  TERM_BPF,
  TERM_IO_URING,
  TERM_KEYS,
  TERM_LIMITS,
  TERM_IDENTITY,
  TERM_SYSTEM_INFO,
  TERM_POSTURE_CHANGE,
  TERM_STATS_READ_SCHEDSTAT,
  TERM_STATS_READ_INTERRUPTS,
  TERM_STATS_READ_SOFTIRQS,
  TERM_STATS_READ_VMSTAT,
  TERM_STATS_READ_CONTEXT_SWITCHES,
  TERM_COUNT,
};

/* `T(CPU) | T(TIMER)`: the bits of a set. */
#define T(term) (1ull << TERM_##term)
#define TERM_NAMES \
  "cpu", \
  "clock.monotonic", \
  "clock.cycles", \
  "clock.realtime", \
  "clock.cpu", \
  "memory.map", \
  "memory.share", \
  "memory.exec", \
  "process.spawn", \
  "process.exec", \
  "thread.spawn", \
  "ipc.pipe", \
  "ipc.socketpair", \
  "ipc.futex", \
  "ipc.event", \
  "ipc.sysv", \
  "ipc.mq", \
  "timer", \
  "signal", \
  "signal.other", \
  "sched.affinity", \
  "sched.priority", \
  "file.read", \
  "file.write", \
  "net.loopback", \
  "net.external", \
  "device", \
  "counters", \
  "trace", \
  "random", \
  "time.set", \
  "power", \
  "module", \
  "mount", \
  "namespace", \
  "bpf", \
  "io.uring", \
  "keys", \
  "limits", \
  "identity", \
  "system.info", \
  "posture.change", \
  "stats.read(schedstat)", \
  "stats.read(interrupts)", \
  "stats.read(softirqs)", \
  "stats.read(vmstat)", \
  "stats.read(context-switches)"

/* Terms whose denial a probe must show where they are not granted. */
#define TERMS_ENFORCED \
  (T(CLOCK_CPU) | T(MEMORY_MAP) | T(MEMORY_SHARE) | T(MEMORY_EXEC) | T(PROCESS_SPAWN) | T(PROCESS_EXEC) | \
    T(THREAD_SPAWN) | T(IPC_PIPE) | T(IPC_SOCKETPAIR) | T(IPC_FUTEX) | T(IPC_EVENT) | T(IPC_SYSV) | T(IPC_MQ) | \
    T(TIMER) | T(SIGNAL) | T(SIGNAL_OTHER) | T(SCHED_AFFINITY) | T(SCHED_PRIORITY) | T(FILE_READ) | T(FILE_WRITE) | \
    T(NET_LOOPBACK) | T(NET_EXTERNAL) | T(DEVICE) | T(COUNTERS) | T(TRACE) | T(RANDOM) | T(TIME_SET) | T(POWER) | \
    T(MODULE) | T(MOUNT) | T(NAMESPACE) | T(BPF) | T(IO_URING) | T(KEYS) | T(LIMITS) | T(IDENTITY) | T(SYSTEM_INFO) | \
    T(POSTURE_CHANGE) | T(STATS_READ_SCHEDSTAT) | T(STATS_READ_INTERRUPTS) | T(STATS_READ_SOFTIRQS) | \
    T(STATS_READ_VMSTAT) | T(STATS_READ_CONTEXT_SWITCHES))

/* Terms that are there without a call, and so need no grant for one. */
#define TERMS_INHERENT (T(CPU) | T(CLOCK_MONOTONIC) | T(CLOCK_CYCLES) | T(CLOCK_REALTIME))

#endif
