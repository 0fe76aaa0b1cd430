import { describe, expect, it } from 'vitest'
import { variants } from '../../src/intents/intents.ts'
import { type Answer, absenceOf, deniedThough } from '../../src/table/absence.ts'
import type { TableSystem } from '../../src/table/cell.ts'

const named = (name: string) => {
  const variant = variants.find((each) => each.name === name)
  if (variant === undefined) throw new Error(`no variant ${name}`)
  return variant
}
const answer = (subsystem: string, there: boolean): Answer => ({
  subsystem,
  tried: 'find its interface',
  came: there ? 'granted' : 'not granted',
  there,
})
const absence = (name: string, system: TableSystem, ...answers: readonly Answer[]) =>
  absenceOf(named(name), system, answers)

describe('a metric that nobody reported', () => {
  it('is explained by the system that denied what it needs, and the table is contradicted aloud', () => {
    expect(absence('pipe.rtt.same_cpu', 'capos', answer('ring', true), answer('endpoint', false))).toEqual({
      measured: false,
      reason: 'not_applicable',
      cause: 'no_subsystem',
      detail: 'endpoint: asked by find its interface, it answered: not granted',
      notes: ['the table expects endpoint_rtt of capos, and it has no endpoint'],
    })
  })

  it('is explained by the system also where the table says the same, without a note', () => {
    expect(absence('udp.rtt.same_cpu', 'capos', answer('udp', false))).toEqual({
      measured: false,
      reason: 'not_applicable',
      cause: 'no_subsystem',
      detail: 'udp: asked by find its interface, it answered: not granted',
    })
  })

  it('is not explained by the table where the system has what the table denies', () => {
    expect(absence('udp.rtt.same_cpu', 'capos', answer('udp', true))).toMatchObject({
      cause: 'no_workload',
      notes: ['the table says that capos has no udp, and it has'],
    })
  })

  it('says that nobody asked where nobody did', () => {
    expect(absence('udp.rtt.same_cpu', 'capos')).toMatchObject({
      cause: 'no_subsystem',
      detail: 'udp: there is no socket for datagrams; nobody asked the system for it',
    })
    expect(absence('stat', 'bare')).toMatchObject({
      cause: 'no_subsystem',
      detail: 'file: nothing is kept under names; the program is all that was booted',
    })
    expect(absence('pipe.rtt.same_cpu', 'capos')).toMatchObject({
      cause: 'no_workload',
      notes: ['the table expects endpoint_rtt of capos, and nothing was reported'],
    })
  })

  it('names the semantics that a system lacks, for which there is nothing to ask', () => {
    expect(absence('proc.fork_exit', 'capos', answer('process.spawn', true))).toMatchObject({
      cause: 'no_semantics',
      detail: 'fork: no address space is copied, and a spawn would be another thing',
    })
    expect(absence('poll.100', 'capos', answer('ring', true))).toMatchObject({
      cause: 'no_semantics',
      detail: 'ring_wait_any is measured as poll.10 alone: the ring has 16 entries.',
    })
  })

  it('needs more CPUs where it says so', () => {
    expect(absence('futex.rtt.diff_cpu', 'bare', answer('smp', false))).toMatchObject({ cause: 'needs_smp' })
  })
})

it('is contradicted by a number of what the system denied to have', () => {
  const variant = named('pipe.rtt.same_cpu')
  expect(deniedThough(variant, 'capos', [answer('endpoint', false)])).toMatch(/^endpoint: .* yet pipe\.rtt\.same_cpu/)
  expect(deniedThough(variant, 'capos', [answer('endpoint', true)])).toBeUndefined()
})
