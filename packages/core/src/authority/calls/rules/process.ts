import { type CallRules, each, hasBit, is, isNot, isSet, lacksBits, oneOf, where } from '../rule.ts'

/** CLONE_NEW* of every name space. 0x80, CLONE_NEWTIME, is no valid end signal either. */
const newNamespaces = 0x7e020080
const cloneThread = 0x10000
const own = [15, 16] // PR_SET_NAME, PR_GET_NAME
const children = [1, 2, 36, 37] // parent-death signal, sub-reaper
const slack = [29, 30] // timer slack
const perf = [31, 32] // all counters of the process on and off
const ptracer = 0x59616d61
const privileges = [7, 8, 24, 28, 38, 47] // keep-capabilities, bounding set, secure bits, no_new_privs, ambient set
const prctls = [...own, ...children, ...slack, ...perf, ptracer, ...privileges]
/** Set and get the base of FS and GS: thread-local storage. */
const threadPointers = [0x1001, 0x1002, 0x1003, 0x1004]
/** In a name space of processes, 1 is its init; -1 is everybody. */
const others = [1, 0xffffffff]

/** What a program may always do: use what it has been given, end, and know itself. */
export const ownCalls = (): CallRules => ({
  ...each('read write readv writev lseek fstat close close_range dup dup2 dup3', oneOf('cpu')),
  ...each('exit exit_group rt_sigprocmask rt_sigreturn restart_syscall rseq set_robust_list', oneOf('cpu')),
  ...each('sched_yield sched_getaffinity getcpu sched_getscheduler sched_getparam sched_getattr', oneOf('cpu')),
  ...each('sched_get_priority_max sched_get_priority_min sched_rr_get_interval ioprio_get getpriority', oneOf('cpu')),
  ...each('getpid gettid getppid getpgid getpgrp getsid getuid geteuid getgid getegid getresuid', oneOf('cpu')),
  ...each('getresgid getgroups capget getrlimit', oneOf('cpu')),
  set_tid_address: { needs: [oneOf('cpu')], hold: true },
  arch_prctl: { needs: [where(is(0, ...threadPointers), 'cpu'), where(isNot(0, ...threadPointers), 'posture.change')] },
  prlimit64: { needs: [oneOf('cpu'), where(isSet(2), 'limits')] },
  prctl: {
    needs: [
      where(is(0, ...own), 'cpu'),
      where(is(0, ...children), 'process.spawn'),
      where(is(0, ...slack), 'timer'),
      where(is(0, ...perf), 'counters'),
      where(is(0, ptracer), 'trace'),
      where(is(0, ...privileges), 'identity'),
      where(isNot(0, ...prctls), 'posture.change'),
    ],
  },
})

export const processCalls = (): CallRules => ({
  ...each('fork vfork wait4 waitid', oneOf('process.spawn')),
  clone: {
    needs: [
      where(hasBit(0, newNamespaces), 'namespace'),
      where(hasBit(0, cloneThread), 'thread.spawn'),
      where(lacksBits(0, cloneThread), 'process.spawn'),
    ],
  },
  // Its flags lie in memory, where no filter can read them. Libc falls back to clone.
  clone3: {
    needs: [oneOf('process.spawn'), oneOf('thread.spawn'), oneOf('namespace')],
    answer: { errno: 'ENOSYS', when: [], oneOf: ['process.spawn', 'thread.spawn'] },
  },
  ...each('execve uselib', oneOf('process.exec')),
  execveat: { needs: [oneOf('process.exec')], hold: true },
  ...each('membarrier', oneOf('thread.spawn')),
  ...each('sched_setaffinity', oneOf('sched.affinity')),
  ...each('setpriority sched_setparam sched_setscheduler sched_setattr ioprio_set', oneOf('sched.priority')),
  ...each('setrlimit mlock mlock2 munlock mlockall munlockall', oneOf('limits')),
  ...each('setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups', oneOf('identity')),
  ...each('capset setsid setpgid sethostname setdomainname', oneOf('identity')),
  ...each('unshare setns', oneOf('namespace')),
})

export const signalCalls = (): CallRules => ({
  ...each('sigaltstack rt_sigsuspend rt_sigtimedwait rt_sigpending signalfd signalfd4', oneOf('signal')),
  // Threads of libc cancel each other by a signal.
  ...each('rt_sigaction', oneOf('signal', 'thread.spawn')),
  ...each('kill tkill rt_sigqueueinfo', where(isNot(0, ...others), 'signal'), where(is(0, ...others), 'signal.other')),
  ...each(
    'tgkill rt_tgsigqueueinfo',
    where([isNot(0, ...others), isNot(1, ...others)], 'signal'),
    where(is(0, ...others), 'signal.other'),
    where(is(1, ...others), 'signal.other'),
  ),
  pidfd_open: { needs: [where(isNot(0, 1), 'process.spawn', 'signal.other'), where(is(0, 1), 'signal.other')] },
  ...each('pidfd_send_signal', oneOf('signal.other')),
})

export const traceCalls = (): CallRules => ({
  ...each('ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd userfaultfd get_robust_list', oneOf('trace')),
  ...each('process_madvise process_mrelease fanotify_init fanotify_mark lookup_dcookie acct', oneOf('trace')),
  ...each('uprobe uretprobe', oneOf('trace')),
  ...each('perf_event_open', oneOf('counters')),
})
