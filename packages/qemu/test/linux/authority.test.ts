import {
  type AuthorityProfile,
  defineAuthorityProfile,
  type ProgramFile,
  probedTerms,
  type Target,
  type Term,
} from '@capbench/core'
import { guestProgram } from '@capbench/guest'
import { beforeAll, describe, expect, it } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { context, type GuestRun, ofTestPrograms, recordsOf, runGuest } from '../helpers/run-guest.ts'

const finished = { end: 'finished', phase: 'exit' }
const nothing = '0'.repeat(16)

const profile = (terms: readonly Term[], filter = true): AuthorityProfile =>
  defineAuthorityProfile({ name: 'test', terms, posture: { filter } })

type Values = readonly Record<string, unknown>[]
const told = ({ channels, request }: GuestRun, type: string): Values =>
  recordsOf(channels.launcher, request.launcherNonce)
    .filter((record) => record.type === type)
    .map(({ json }) => JSON.parse(json))

/** What came of every probe, one by one. */
const probesOf = (run: GuestRun): Values =>
  told(run, 'probes').flatMap(({ calls, ...verdict }) =>
    Object.entries(calls as Record<string, string>).map(([term, call]) => ({ term, call, ...verdict })),
  )

/** What the mode `chance` was given. */
function chanceOf({ channels, request }: GuestRun): Readonly<Record<string, unknown>> {
  const found = recordsOf(channels.records, request.nonce).find(({ type }) => type === 'chance')
  if (found === undefined) throw new Error('a record chance was wanted')
  return JSON.parse(found.json)
}

const offend = (target: Pick<Target, 'execute'>, mode: string, authority: AuthorityProfile, program?: ProgramFile) =>
  runGuest(target, { program: program ?? guestProgram('bad-authority'), args: [mode], authority })

/** What every guest does: all steps but one, for which there is a substitute, and both holds. */
function expectSandbox(run: GuestRun, filter: boolean): void {
  const [authority] = told(run, 'authority')
  const steps = authority?.steps as { readonly step: string; readonly errno: string | null }[]
  expect(steps.filter(({ errno }) => errno !== null)).toEqual([])
  expect(steps.map(({ step }) => step)).toContain('move-root')
  expect(authority).toMatchObject({ isolation: 'namespaces', filter: filter ? expect.anything() : null })
  expect(told(run, 'observed')).toMatchObject([
    { hold: 'before-exec', executable: null },
    {
      hold: 'after-exec',
      uid: [65534, 65534, 65534, 65534],
      capabilities: { permitted: nothing, effective: nothing, bounding: nothing },
      noNewPrivs: true,
      seccomp: filter ? 2 : 0,
      namespaces: { mnt: 'own', net: 'own', ipc: 'own', pid: 'own', uts: 'own', cgroup: 'own' },
      mounts: [expect.stringMatching(/^\/ ro,nosuid,nodev,noexec\S* tmpfs$/)],
      descriptors: [
        { fd: 0, is: '/dev/null' },
        { fd: 1, is: expect.stringMatching(/^\/dev\/tty/) },
        { fd: 2, is: expect.stringMatching(/^\/dev\/tty/) },
      ],
      executable: run.program.manifest.sha256,
    },
  ])
}

describe('a program in a Linux guest', () => {
  const guest = linuxGuest({ accelerator: 'tcg' })
  beforeAll(async () => {
    const { unmet } = await guest.prepare(context)
    if (unmet.length > 0) throw new Error(`these tests boot a real guest: ${JSON.stringify(unmet)}`)
  })

  it('is put into a sandbox, seen there twice, and probed for every term that it is not granted', async () => {
    const run = await offend(guest, 'nothing', profile(['cpu']))
    expect(run.end).toMatchObject(finished)
    expectSandbox(run, true)
    const probes = probesOf(run)
    expect(probes.map(({ term }) => term).sort()).toEqual([...probedTerms(['cpu'])].sort())
    for (const probe of probes) expect(probe).toMatchObject({ outcome: 'denied', by: 'filter' })
    expect(run.channels.records).toContain(' survived ')
  })

  it.each<[mode: string, terms: readonly Term[], call: string, missing: readonly Term[]]>([
    ['socket', ['cpu'], 'socket', ['net.loopback', 'net.external']],
    ['write-file', ['cpu'], 'openat', ['file.write']],
    ['fork', ['cpu'], 'fork', ['process.spawn']],
    ['thread', ['cpu', 'memory.map'], 'clone', ['thread.spawn']],
    ['int-80', ['cpu'], 'socket', ['net.loopback', 'net.external', 'posture.change']],
    ['deaf', ['cpu'], 'socket', ['net.loopback', 'net.external']],
  ])(
    'is stopped in a call that it may not make, and call and term are named: %s',
    async (mode, terms, call, missing) => {
      const run = await offend(guest, mode, profile(terms))
      expect(run.end).toMatchObject(finished) // the machine leaves as ever
      expect(told(run, 'violation')).toMatchObject([
        { call, terms: missing, abi: mode === 'int-80' ? 'i386' : 'x86_64' },
      ])
      expect(told(run, 'exited')).toMatchObject([{ code: null, signal: 9 }])
      expect(run.channels.records).not.toContain('survived')
    },
  )

  it('without a filter keeps all other layers, and the probes say what that leaves open', async () => {
    const run = await offend(guest, 'fork', profile(['cpu'], false))
    expect(run.end).toMatchObject(finished)
    expectSandbox(run, false)
    const outcomes = new Map(probesOf(run).map(({ term, outcome }) => [term, outcome]))
    expect([...outcomes.keys()].sort()).toEqual([...probedTerms(['cpu'])].sort())
    expect(outcomes.get('memory.map')).toBe('allowed')
    for (const term of [
      'process.spawn',
      'namespace',
      'mount',
      'device',
      'net.external',
      'file.read',
      'counters',
      'bpf',
    ])
      expect([term, outcomes.get(term)]).toEqual([term, 'denied'])
    expect(run.channels.records).toMatch(/"what":"fork","result":-11/) // EAGAIN: the limit on processes
  })

  it('has what it is granted', async () => {
    const run = await runGuest(guest, { authority: profile(['cpu', 'process.spawn', 'ipc.pipe']) })
    expect(run.end).toMatchObject(finished)
    expect(told(run, 'violation')).toEqual([])
    expect(told(run, 'exited')).toMatchObject([{ code: 0, leftover: 0 }])
  })

  it('is held to its profile after a restore as well', async () => {
    const restored = linuxGuest({ accelerator: 'tcg', snapshot: true, cacheDir: temporaryDirectory() })
    expect((await restored.prepare(context)).unmet).toEqual([])
    const first = await offend(restored, 'chance', profile(['cpu']))
    expectSandbox(first, true)
    const steps = told(first, 'authority').flatMap(({ steps: all }) => all as { readonly step: string }[])
    expect(steps.map(({ step }) => step)).toContain('enter-network') // it was made before the state was saved
    // The profile comes with the order, so that one state serves all of them.
    const second = await offend(restored, 'socket', profile(['cpu', 'timer']))
    expect(second.events).toContainEqual(
      expect.objectContaining({ name: 'snapshot', value: expect.objectContaining({ fresh: false }) }),
    )
    expect(told(second, 'violation')).toMatchObject([{ call: 'socket' }])
    // What the kernel chose for the program, it chose after the restore.
    const [before, after] = [first, await offend(restored, 'chance', profile(['cpu']))].map(chanceOf)
    expect(after?.random).not.toBe(before?.random)
    expect(after?.stack).not.toBe(before?.stack)
  })

  it('is root in the whole guest where the caller says so, and nothing is reported of its authority', async () => {
    const open = linuxGuest({ accelerator: 'tcg', confine: false })
    expect(open.chosen).toMatchObject({ confine: false })
    expect(await open.prepare(context)).toMatchObject({ authority: 'unenforced' })
    const run = await offend(open, 'socket', profile(['cpu']))
    expect(run.channels.records).toContain(' survived ')
    expect(told(run, 'authority')).toEqual([])
  })
})

it('a program in an aarch64 guest is held to its profile too', async ({ skip }) => {
  const guest = linuxGuest({ arch: 'aarch64' })
  const { unmet } = await guest.prepare(context)
  if (unmet.length > 0) return skip(unmet.map(({ need, detail }) => `${need}: ${detail}`).join('; '))
  const program = guestProgram('bad-authority', 'aarch64')
  const run = await offend(guest, 'socket', profile(['cpu']), program)
  expectSandbox(run, true)
  expect(told(run, 'violation')).toMatchObject([{ call: 'socket', number: 198, abi: 'aarch64' }])
  const allowed = await runGuest(guest, {
    program: guestProgram('proof-boot', 'aarch64'),
    authority: ofTestPrograms,
  })
  expect(told(allowed, 'exited')).toMatchObject([{ code: 0 }])
})
