import { once } from '../../once.ts'
import { type CallRule, type CallRules, each, is, isNot, oneOf, where } from './rule.ts'

/** Calls of i386 under the name of the call that they became: same arguments, or none that a rule asks about. */
const becameOf: Readonly<Record<string, string>> = {
  _llseek: 'lseek',
  _newselect: 'select',
  fadvise64_64: 'fadvise64',
  fstatat64: 'newfstatat',
  mmap2: 'mmap',
  nice: 'setpriority',
  oldfstat: 'fstat',
  oldlstat: 'lstat',
  oldolduname: 'uname',
  oldstat: 'stat',
  olduname: 'uname',
  readdir: 'getdents',
  sigaction: 'rt_sigaction',
  signal: 'rt_sigaction',
  sigpending: 'rt_sigpending',
  sigprocmask: 'rt_sigprocmask',
  sgetmask: 'rt_sigprocmask',
  ssetmask: 'rt_sigprocmask',
  sigreturn: 'rt_sigreturn',
  sigsuspend: 'rt_sigsuspend',
  stime: 'settimeofday',
  ugetrlimit: 'getrlimit',
  umount: 'umount2',
  waitpid: 'wait4',
}

const [socket, pair] = [1, 8] // SYS_SOCKET, SYS_SOCKETPAIR

/** Calls of i386 that are several in one, or take their arguments from memory. */
const ofTheirOwn = once(
  (): CallRules => ({
    ...each('ipc', oneOf('ipc.sysv')),
    ...each('mmap', oneOf('memory.map')),
    ...each('vm86 vm86old', oneOf('posture.change')),
    socketcall: {
      needs: [
        where(is(0, socket), 'net.loopback', 'net.external'),
        where(is(0, pair), 'ipc.socketpair'),
        where(isNot(0, socket, pair), 'ipc.socketpair', 'net.loopback', 'net.external'),
      ],
    },
  }),
)

/**
 * What a call of i386 or x32 would need if a filter let one pass; none does. It serves to name the terms of an offence,
 * beside `posture.change` for using the interface at all.
 */
export function foreignRule(name: string, rules: CallRules, face: 'i386' | 'x32'): CallRule {
  const plain = name.replace(/(?<=.)(_time64|64|32)$/, '')
  const own = face === 'i386' ? ofTheirOwn()[name] : undefined
  const rule = [own, rules[becameOf[name] ?? name], rules[plain]].find((one) => one !== undefined)
  return { needs: [...(rule?.needs ?? []), oneOf('posture.change')] }
}
