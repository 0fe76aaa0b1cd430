import process from 'node:process'
import { compareEnvelopes, type TargetFacts } from '@capbench/core'
import { guestProgram, hostArchitecture } from '@capbench/guest'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { context, launcherTypes, recordsOf, runGuest } from '../helpers/run-guest.ts'

const guest = linuxGuest({ arch: 'aarch64' })
let facts: TargetFacts
beforeAll(async () => {
  facts = await guest.prepare(context)
})
const missing = (): string => facts.unmet.map(({ need, detail }) => `${need}: ${detail}`).join('; ')

describe('the facts of an aarch64 guest', () => {
  it('name another machine than that of x86-64, so that no ratio between the two is formed', async () => {
    const x86 = await linuxGuest({ accelerator: 'tcg' }).prepare(context)
    const { equal, differences } = compareEnvelopes({ facts: x86, vcpus: 1 }, { facts, vcpus: 1 })
    expect(equal).toBe(false)
    expect(differences.map(({ field }) => field)).toEqual(expect.arrayContaining(['machine', 'firmware']))
  })

  it('demand the power-off that QEMU tells of, because its exit code says nothing', () => {
    expect(facts.cleanExit).toEqual({ code: 0, launcher: true, shutdown: 'guest-shutdown' })
    expect(facts).toMatchObject({ arch: 'aarch64', envelope: { machine: 'virt,gic-version=3', firmware: 'none' } })
  })

  it('say that instructions of another architecture are emulated', () => {
    expect(facts.notes.includes('cross-architecture-emulation')).toBe(hostArchitecture !== 'aarch64')
  })

  it('take TCG on their own, and refuse a demanded KVM with the reason', async () => {
    if (!facts.unmet.some(({ need }) => need.startsWith('qemu'))) expect(facts.accelerator).toBe('tcg')
    const { accelerator, unmet } = await linuxGuest({ arch: 'aarch64', accelerator: 'kvm' }).prepare(context)
    expect(accelerator).toBe('none')
    expect(unmet).toContainEqual(
      expect.objectContaining({ need: 'KVM', detail: expect.stringMatching(/^KVM is unusable: .*aarch64/) }),
    )
  })

  it('name the packages to install where QEMU or the programs are not there', async () => {
    const path = process.env.PATH
    process.env.PATH = '/nonexistent'
    onTestFinished(() => {
      process.env.PATH = path
    })
    const { unmet } = await linuxGuest({ arch: 'aarch64' }).prepare(context)
    expect(unmet).toContainEqual(
      expect.objectContaining({
        need: 'qemu-system-aarch64',
        remedy: 'apt-get install --no-install-recommends qemu-system-arm',
      }),
    )
    const { requires } = linuxGuest({ arch: 'aarch64' })
    if (hostArchitecture === 'x86_64')
      expect(requires.find(({ need }) => need === 'guest programs')?.remedy).toContain(
        'apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-system-arm',
      )
  })
})

/** More of the same is booted by the tests of whole campaigns. */
const full = process.env.CAPBENCH_FULL === '1'

describe('an aarch64 guest', () => {
  it.for(full ? [1, 2, 4] : [2])(
    'boots with %i vCPU(s), and its channels are whole and apart',
    async (vcpus, { skip }) => {
      if (facts.unmet.length > 0) return skip(missing())
      const run = await runGuest(guest, { program: guestProgram('bad', 'aarch64'), args: ['burst', '500'], vcpus })
      expect(run.end).toMatchObject({ end: 'finished', phase: 'exit', exit: { kind: 'exited', code: 0 } })
      const records = recordsOf(run.channels.records, run.request.nonce)
      expect(records.map(({ type }) => type)).toEqual(['begin', ...Array(500).fill('filler'), 'end'])
      const report = recordsOf(run.channels.launcher, run.request.launcherNonce)
      expect(launcherTypes(run)).toEqual(['begin', 'system', 'program', 'started', 'exited', 'end'])
      expect(JSON.parse(report[1]?.json ?? '')).toMatchObject({
        machine: 'aarch64',
        cpusOnline: vcpus,
        clocksource: 'arch_sys_counter',
      })
      expect(run.channels.diagnostics).toBe('')
      expect(run.channels.driver).toBe('')
      const shutdowns = run.events.filter((event) => event.kind === 'qmp' && event.event.event === 'SHUTDOWN')
      expect(shutdowns).toMatchObject([{ event: { data: { guest: true, reason: 'guest-shutdown' } } }])
    },
  )
})
