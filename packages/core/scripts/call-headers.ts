import { execFileSync } from 'node:child_process'

/** From which header of the kernel a C compiler reads the numbers of an interface of calls, and with which macros. */
const headers = {
  x86_64: ['asm/unistd_64.h'],
  i386: ['asm/unistd_32.h'],
  x32: ['asm/unistd_x32.h'],
  // What arch/arm64 asks of the generic table.
  aarch64: [
    'asm-generic/unistd.h',
    ...['RENAMEAT', 'NEW_STAT', 'SET_GET_RLIMIT', 'TIME32_SYSCALLS', 'SYS_CLONE3', 'MEMFD_SECRET'].map(
      (name) => `-D__ARCH_WANT_${name}`,
    ),
  ],
} as const
export type CallInterface = keyof typeof headers
export const callInterfaces = Object.keys(headers) as CallInterface[]

/**
 * The number of every call that the installed headers of the kernel know; of x32 without the bit that tells it from
 * x86_64.
 * @throws where there is no gcc, or it finds no headers of the kernel.
 */
export function callsOfHeaders(name: CallInterface): ReadonlyMap<number, string> {
  const [header = '', ...flags] = headers[name]
  const text = execFileSync('gcc', ['-E', '-dM', ...flags, '-x', 'c', '-'], {
    input: `#include <${header}>\n`,
    encoding: 'utf8',
    stdio: 'pipe',
  })
  // Other machines have a header of that name with numbers of their own.
  if (name !== 'aarch64' && !text.includes('#define __x86_64__ 1\n')) throw new Error(`gcc has no headers of ${name}`)
  const defined = new Map(
    [...text.matchAll(/^#define (__NR\w+) (.+)$/gm)].map(([, macro = '', value]) => [macro, value]),
  )
  const numbers = new Map<number, string>()
  for (const [macro, value = ''] of defined) {
    const call = /^__NR_(\w+)$/.exec(macro)?.[1]
    // `arch_specific_syscall` begins a range that is not of calls; `syscalls` is their number.
    if (call === undefined || call === 'arch_specific_syscall' || call === 'syscalls') continue
    const number = Number(defined.get(value) ?? value.replace(/^\(__X32_SYSCALL_BIT \+ (\d+)\)$/, '$1'))
    if (Number.isInteger(number)) numbers.set(number, call)
  }
  return new Map([...numbers].sort(([a], [b]) => a - b))
}
