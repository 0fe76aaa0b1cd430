import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { HostEvent } from '@capbench/core'
import { guestProgram } from '@capbench/guest'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { resolveKernel } from '../../src/kernel/resolve.ts'
import { linuxGuest } from '../../src/linux/guest.ts'
import type { LinuxGuestOptions } from '../../src/linux/options.ts'
import { writeState } from '../../src/snapshot/file.ts'
import { directoryOfFile, temporaryDirectory } from '../helpers/directory.ts'
import { processesWith } from '../helpers/processes.ts'
import { context, type GuestRun, launcherTypes, recordsOf, runGuest } from '../helpers/run-guest.ts'

const clean = { end: 'finished', phase: 'exit', exit: { kind: 'exited', code: 33 }, detail: '' }
vi.stubEnv('TMPDIR', directoryOfFile()) // other files save states as well, at the same time
let kernel = ''
beforeAll(async () => {
  kernel = (await resolveKernel()).vmlinux
})

/** A target that restores, with a cache of its own. */
async function restoring(options: Pick<LinuxGuestOptions, 'pin'> = {}) {
  const cacheDir = temporaryDirectory()
  const guest = linuxGuest({ accelerator: 'tcg', snapshot: true, kernel, cacheDir, ...options })
  const facts = await guest.prepare(context)
  if (facts.unmet.length > 0) throw new Error(`these tests boot a real guest: ${JSON.stringify(facts.unmet)}`)
  return { guest, facts, states: join(cacheDir, 'snapshots') }
}

type Fact = Extract<HostEvent, { kind: 'fact' }>['value']
const factOf = ({ events }: GuestRun, name: string): Fact | undefined =>
  events.flatMap((event) => (event.kind === 'fact' && event.name === name ? [event.value] : []))[0]
const typesOf = ({ channels, request }: GuestRun): readonly string[] =>
  recordsOf(channels.records, request.nonce).map(({ type }) => type)
const leftBehind = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('capbench-state-'))

describe('a restored Linux guest', () => {
  it('is saved once and restored for every run, pinned, with nonces and arguments of that run', async () => {
    const { guest, facts, states } = await restoring({ pin: [0] })
    expect(facts.notes).toContain('snapshot-restored')
    expect(facts.identity).toMatchObject({ boot: 'restored' })
    const before = leftBehind()
    const first = await runGuest(guest)
    const second = await runGuest(guest)
    for (const run of [first, second]) {
      expect(run.end).toEqual(clean)
      expect(typesOf(run)).toEqual(['begin', 'proof', 'end'])
      expect(run.channels.records).not.toContain(run === first ? second.request.nonce : first.request.nonce)
      expect(launcherTypes(run)).toEqual(['begin', 'system', 'program', 'started', 'exited', 'end'])
      const launched = recordsOf(run.channels.launcher, run.request.launcherNonce)
      expect(run.channels.launcher.split('\n')).toHaveLength(launched.length + 1)
      const words = run.command?.args ?? []
      expect(words).toEqual(expect.arrayContaining(['-incoming', 'fd:8']))
      expect(words[words.indexOf('-sandbox') + 1]).toContain('spawn=deny')
      expect(words.join(' ')).not.toContain(run.request.nonce)
      const readings = run.events.flatMap((event) => (event.kind === 'affinity' ? [event] : []))
      expect(readings.map(({ when }) => when)).toEqual(['start', 'end'])
      for (const { cpus } of readings.flatMap(({ threads }) => threads)) expect(cpus).toEqual([0])
      expect(factOf(run, 'boot-costs')).toMatchObject({ restored: true, kernelMs: null })
      expect(factOf(run, 'program-span')).toEqual({ hostNs: expect.any(Number), waitedNs: expect.any(Number) })
    }
    expect(factOf(first, 'snapshot')).toMatchObject({ fresh: true })
    expect(factOf(second, 'snapshot')).toMatchObject({ fresh: false, key: factOf(first, 'snapshot')?.key })
    expect(readdirSync(states)).toEqual([`${factOf(first, 'snapshot')?.key}.state`])
    expect(leftBehind()).toEqual(before)

    const arguments_ = await runGuest(guest, { args: ['what', 'ever'] })
    expect(factOf(arguments_, 'snapshot')).toMatchObject({ fresh: false })
  })

  it('has a state for each vCPU count', async () => {
    const { guest, states } = await restoring()
    for (const vcpus of [1, 2]) {
      const run = await runGuest(guest, { vcpus })
      expect(run.end).toEqual(clean)
      const proof = recordsOf(run.channels.records, run.request.nonce)[1]?.json ?? ''
      expect(JSON.parse(proof)).toMatchObject({ cpus: vcpus })
    }
    expect(readdirSync(states)).toHaveLength(2)
  })

  it('can be of another architecture', async (ctx) => {
    const { unmet } = await linuxGuest({ arch: 'aarch64' }).prepare(context)
    if (unmet[0] !== undefined) return ctx.skip(`${unmet[0].need}: ${unmet[0].detail}`)
    const { vmlinux } = await resolveKernel({ arch: 'aarch64' })
    const cacheDir = temporaryDirectory()
    const guest = linuxGuest({ arch: 'aarch64', snapshot: true, kernel: vmlinux, cacheDir })
    await guest.prepare(context)
    const program = guestProgram('proof-boot', 'aarch64')
    for (const fresh of [true, false]) {
      const run = await runGuest(guest, { program })
      expect(run.end).toMatchObject({ end: 'finished', phase: 'exit' })
      expect(typesOf(run)).toEqual(['begin', 'proof', 'end'])
      expect(factOf(run, 'snapshot')).toMatchObject({ fresh })
    }
  })

  it('does not go on from a damaged state, and says so', async () => {
    const { guest, states } = await restoring()
    await runGuest(guest)
    const file = join(states, readdirSync(states)[0] ?? '')
    const whole = readFileSync(file)
    whole[whole.length >> 1] = (whole[whole.length >> 1] ?? 0) ^ 1
    writeFileSync(file, whole)
    const run = await runGuest(guest)
    expect(run.end).toEqual(clean)
    expect(factOf(run, 'snapshot')).toMatchObject({ fresh: true, replaced: expect.stringMatching(/SHA-256/) })
  })

  it('ends in a clear error where QEMU refuses a state that looks whole, and saves a new one next time', async () => {
    const { guest, states } = await restoring()
    const { key } = factOf(await runGuest(guest), 'snapshot') ?? {}
    const file = join(states, `${String(key)}.state`)
    const foreign = `${file}.other`
    await writeState(foreign, String(key), Readable.from([Buffer.alloc(1 << 20, 'no state of any machine')]))
    writeFileSync(file, readFileSync(foreign))
    const refused = await runGuest(guest)
    expect(refused.end).toMatchObject({ end: 'launch-failed', phase: 'launch' })
    expect(refused.end.detail).toMatch(/not a migration stream|load of migration failed/i)
    expect(existsSync(file)).toBe(false)
    expect(processesWith(refused.request.nonce)).toEqual([])
    const run = await runGuest(guest)
    expect(run.end).toEqual(clean)
    expect(factOf(run, 'snapshot')).toMatchObject({ fresh: true })
  })

  it('leaves nothing behind when saving is cut off', async () => {
    const { guest, states } = await restoring()
    const before = leftBehind()
    const run = await runGuest(guest, { signal: AbortSignal.timeout(600) })
    expect(run.end).toMatchObject({ end: 'cancelled' })
    expect(existsSync(states) ? readdirSync(states) : []).toEqual([])
    expect(leftBehind()).toEqual(before)
  })
})
