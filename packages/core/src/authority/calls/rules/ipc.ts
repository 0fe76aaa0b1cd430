import { type CallRules, each, is, isNot, oneOf, where } from '../rule.ts'

const unix = 1 // AF_UNIX
const internet = [2, 10] // AF_INET, AF_INET6
/** Options by which a socket runs a program of the caller: SO_ATTACH_FILTER, _BPF, _REUSEPORT_CBPF, _REUSEPORT_EBPF. */
const attach = [26, 50, 51, 52]
const socketLevel = 1

/** Descriptors and their flags: F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, F_DUPFD_QUERY. */
const descriptors = [0, 1, 2, 3, 4, 1030, 1027]
const locks = [5, 6, 7, 36, 37, 38]
const owners = [8, 9, 10, 11, 15, 16, 17]
const pipeSizes = [1031, 1032]
const seals = [1033, 1034]
const fcntls = [...descriptors, ...locks, ...owners, ...pipeSizes, ...seals]

/** Terminal size and settings: stdio asks for them, and takes "not a terminal" for an answer. */
const terminal = [0x5413, 0x5401] // TIOCGWINSZ, TCGETS
const streams = [0x541b, 0x5421, 0x5450, 0x5451] // FIONREAD, FIONBIO, FIONCLEX, FIOCLEX

export const ipcCalls = (): CallRules => ({
  ...each('pipe pipe2 splice tee vmsplice', oneOf('ipc.pipe')),
  ...each('futex futex_waitv futex_wake futex_wait futex_requeue', oneOf('ipc.futex')),
  ...each(
    'eventfd eventfd2 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2',
    oneOf('ipc.event'),
  ),
  ...each('poll ppoll', where(isNot(1, 0), 'ipc.event'), where(is(1, 0), 'ipc.event', 'timer', 'signal')),
  // No descriptors: a wait for time or a signal. Where there is no `pause`, libc uses ppoll.
  ...each('select pselect6', where(isNot(0, 0), 'ipc.event'), where(is(0, 0), 'ipc.event', 'timer', 'signal')),
  ...each('pause', oneOf('timer', 'signal')),
  ...each('mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr', oneOf('ipc.mq')),
  fcntl: {
    needs: [
      where(is(1, ...descriptors), 'cpu'),
      where(is(1, ...locks), 'file.read', 'file.write'),
      where(is(1, ...owners), 'signal.other'),
      where(is(1, ...pipeSizes), 'ipc.pipe'),
      where(is(1, ...seals), 'memory.share'),
      where(isNot(1, ...fcntls), 'file.write'),
    ],
  },
  ioctl: {
    needs: [where(is(1, ...streams), 'cpu'), where(isNot(1, ...streams), 'device')],
    answer: { errno: 'ENOTTY', when: [is(1, ...terminal)], oneOf: ['cpu'] },
  },
})

export const socketCalls = (): CallRules => ({
  socketpair: { needs: [where(is(0, unix), 'ipc.socketpair'), where(isNot(0, unix), 'device')] },
  socket: {
    needs: [
      where(is(0, unix), 'ipc.socketpair', 'net.loopback', 'net.external'),
      where(is(0, ...internet), 'net.loopback', 'net.external'),
      where(isNot(0, unix, ...internet), 'device'),
    ],
  },
  ...each(
    'bind connect listen accept accept4 shutdown getsockname getpeername getsockopt',
    oneOf('ipc.socketpair', 'net.loopback', 'net.external'),
  ),
  ...each('sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg', oneOf('ipc.socketpair', 'net.loopback', 'net.external')),
  setsockopt: {
    needs: [
      oneOf('ipc.socketpair', 'net.loopback', 'net.external'),
      where([is(1, socketLevel), is(2, ...attach)], 'bpf'),
    ],
  },
})
