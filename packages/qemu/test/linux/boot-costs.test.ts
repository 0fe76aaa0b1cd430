import { describe, expect, it } from 'vitest'
import { type BootMoments, bootCosts } from '../../src/linux/boot-costs.ts'

const ms = 1_000_000
const host = (at: number): number => (1000 + at) * ms
const moments: BootMoments = {
  started: host(0),
  released: host(50),
  program: host(1150),
  exited: host(1250),
  ended: host(1270),
  guestKernel: 900 * ms,
  guestInit: 700 * ms,
  guestProgram: 750 * ms,
  guestExited: 849 * ms,
}

describe('the costs of a boot', () => {
  it('are told part by part, and add up to the wait for the program', () => {
    expect(bootCosts(moments, false)).toMatchObject({
      restored: false,
      launchMs: 50,
      firmwareMs: 150,
      kernelMs: 900,
      initMs: 50,
      workloadMs: 99,
      exitMs: 20,
      totalMs: 1270,
      sources: { kernelMs: expect.stringContaining('guest'), launchMs: 'host' },
    })
  })

  it('have no firmware and no kernel after a restore, whose clocks are those of the saved boot', () => {
    const restored = bootCosts({ ...moments, program: host(120) }, true)
    expect(restored).toMatchObject({ firmwareMs: null, kernelMs: null, initMs: 70, workloadMs: 99, restored: true })
    expect(Object.keys(restored.sources ?? {})).toEqual(['launchMs', 'initMs', 'workloadMs', 'exitMs', 'totalMs'])
    expect(restored.sources).toMatchObject({ initMs: 'host' })
  })

  it('are not known where a guest did not come so far, or does not say', () => {
    const { started, ended } = moments
    const nothing = { launchMs: null, firmwareMs: null, kernelMs: null, initMs: null, workloadMs: null, exitMs: null }
    expect(bootCosts({ started, ended }, false)).toMatchObject({ ...nothing, totalMs: 1270 })
    expect(bootCosts({ ...moments, guestKernel: 0 }, false)).toMatchObject({ kernelMs: null, firmwareMs: null })
  })
})
