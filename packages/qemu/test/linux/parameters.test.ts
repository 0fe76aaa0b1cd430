import { describe, expect, it } from 'vitest'
import { kernelParameters } from '../../src/linux/parameters.ts'

const given = { kind: 'given', tscKHz: 2_600_002 } as const
const measured = { kind: 'measured' } as const
const words = (
  ...args: Parameters<typeof kernelParameters> extends readonly [unknown, ...infer Rest] ? Rest : never
): readonly string[] =>
  kernelParameters('x86_64', ...args)
    .join(' ')
    .split(' ')

describe('kernel parameters', () => {
  it('give the rate of the TSC and leave the clock as it is, or have init wait until it is final', () => {
    expect(words('tcg', given)).toEqual(
      expect.arrayContaining(['tsc_early_khz=2600002', 'initcall_blacklist=init_tsc_clocksource']),
    )
    expect(words('tcg', given)).not.toContain('capbench.settle=1')
    expect(words('tcg', measured)).toContain('capbench.settle=1')
    expect(words('tcg', measured).join()).not.toContain('init_tsc_clocksource')
    expect(words('tcg', measured).join()).not.toContain('tsc_early_khz')
  })

  it('leave the LOCK prefix in only where it costs nothing that is measured', () => {
    expect(words('tcg', given)).toContain('noreplace-smp')
    expect(words('kvm', measured)).not.toContain('noreplace-smp')
  })

  it('change nothing that a measured program runs into', () => {
    for (const accelerator of ['tcg', 'kvm'] as const)
      expect(words(accelerator, measured).join()).not.toMatch(
        /mitigations|init_on_|lsm=|apparmor|audit|preempt|isolcpus/,
      )
  })

  it('tell aarch64 nothing of what only x86 has, and name its console', () => {
    const aarch64 = kernelParameters('aarch64', 'tcg', { kind: 'architected' })
    expect(aarch64).toContain('console=ttyAMA0')
    expect(aarch64.join(' ')).not.toMatch(/tsc|ttyS0|noreplace-smp|no_timer_check|settle/)
    expect(aarch64).toContain('panic=-1')
  })
})
