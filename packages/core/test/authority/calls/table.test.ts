import { type Arguments, callInterfaces, calls, decideCall, missingTerms, type Term, terms } from '@capbench/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callsOfHeaders, callInterfaces as withHeaders } from '../../../scripts/call-headers.ts'

const vocabulary = Object.keys(terms) as Term[]
const nothing: ReadonlySet<Term> = new Set()
const native = fc.constantFrom('x86_64' as const, 'aarch64' as const)
const number = fc.oneof({ weight: 9, arbitrary: fc.nat(480) }, { weight: 1, arbitrary: fc.nat() })
const word = fc.oneof(
  fc.bigInt(0n, 2n ** 64n - 1n),
  fc.nat(64).map(BigInt),
  fc.constantFrom(-1n, 1n, 2n, 0x10000n, 0x7e020000n, 0x5413n).map((value) => value & (2n ** 64n - 1n)),
)
const args: fc.Arbitrary<Arguments> = fc.array(word, { minLength: 6, maxLength: 6 })

test.for(withHeaders)('the numbers of %s are those of the kernel headers of this machine', (face, ctx) => {
  let headers: ReadonlyMap<number, string>
  try {
    headers = callsOfHeaders(face)
  } catch {
    ctx.skip('there is no gcc with the headers of the kernel here')
    return
  }
  const table = new Map(calls[face].map(({ number: known, name }) => [known, name]))
  expect(headers.size).toBeGreaterThan(face === 'x32' ? 30 : 300)
  // What a later kernel adds is unknown here, and so denied.
  const last = Math.max(...table.keys())
  for (const [known, name] of headers) if (known <= last) expect(table.get(known), `${face} ${known}`).toBe(name)
})

test('every number has one call, and every call has a rule that needs something', () => {
  for (const face of callInterfaces) {
    const numbers = calls[face].map((call) => call.number)
    expect(numbers, face).toEqual([...new Set(numbers)].sort((a, b) => a - b))
    for (const { name, rule } of calls[face]) expect(rule?.needs.length ?? 0, `${face} ${name}`).toBeGreaterThan(0)
  }
})

test('without a term what belongs to the processor and to the clocks passes, and nothing else', () => {
  const passing = calls.x86_64
    .filter((call) => decideCall('x86_64', nothing, call.number, Array<bigint>(6).fill(0n)) === 'allow')
    .map((call) => call.name)
  expect(passing).toEqual(
    `read write close fstat lseek mprotect brk rt_sigprocmask rt_sigreturn readv writev sched_yield dup dup2 getpid exit
    fcntl gettimeofday getrlimit getuid getgid geteuid getegid getppid getpgrp getgroups getresuid getresgid getpgid
    getsid capget getpriority sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min
    sched_rr_get_interval gettid time sched_getaffinity restart_syscall clock_gettime clock_getres exit_group ioprio_get
    set_robust_list dup3 prlimit64 getcpu sched_getattr pkey_mprotect rseq close_range`.split(/\s+/),
  )
})

test('a call that is not allowed with every term granted is unknown, held, or out of reach of every filter', () => {
  fc.assert(
    fc.property(native, number, args, (face, nr, given) => {
      if (decideCall(face, new Set(vocabulary), nr, given) === 'allow') return
      const call = calls[face].find((one) => one.number === nr)
      expect(call === undefined || call.rule?.hold === true).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('more terms never deny a call that fewer allow, and lack nothing that fewer have', () => {
  fc.assert(
    fc.property(native, number, args, fc.subarray(vocabulary), fc.subarray(vocabulary), (face, nr, given, a, b) => {
      const [few, many] = [new Set(a), new Set([...a, ...b])]
      if (decideCall(face, few, nr, given) === 'allow') expect(decideCall(face, many, nr, given)).toBe('allow')
      const lacked = missingTerms(face, few, nr, given)
      for (const term of missingTerms(face, many, nr, given)) expect(lacked).toContain(term)
    }),
    { numRuns: 2000 },
  )
})

test('what a refused call lacks is not granted, and granting all of it allows the call', () => {
  fc.assert(
    fc.property(native, number, args, fc.subarray(vocabulary), (face, nr, given, some) => {
      const granted = new Set(some)
      const decision = decideCall(face, granted, nr, given)
      const lacked = missingTerms(face, granted, nr, given)
      for (const term of lacked) expect(granted).not.toContain(term)
      const call = calls[face].find((one) => one.number === nr)
      if (call === undefined || call.rule?.hold === true) expect(decision).toBe('notify')
      else expect(decision === 'allow').toBe(lacked.length === 0)
      if (call?.rule?.hold !== true && lacked.length > 0)
        expect(decideCall(face, new Set([...some, ...lacked]), nr, given)).toBe('allow')
    }),
    { numRuns: 2000 },
  )
})

test('every enforced term but the network of the machine and its counters decides some call by itself', () => {
  const zero = Array<bigint>(6).fill(0n)
  const deciding = vocabulary.filter((term) =>
    calls.x86_64.some(({ rule }) => rule?.needs.some(({ oneOf }) => oneOf.length === 1 && oneOf[0] === term)),
  )
  const rest = vocabulary.filter((term) => !deciding.includes(term))
  expect(rest).toEqual([
    'clock.cycles',
    'net.loopback',
    'net.external',
    ...vocabulary.filter((t) => t.startsWith('stats')),
  ])
  expect(decideCall('x86_64', new Set(['net.loopback']), 41, zero.with(0, 2n))).toBe('allow')
})
