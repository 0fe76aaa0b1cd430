import { chmodSync, readFileSync } from 'node:fs'
import { probedTerms, sha256Hex, type Term } from '@capbench/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { cannot, modes, startAs } from '../../support/modes.ts'
import { isGone, until } from '../../support/processes.ts'
import { built, builtForTest, temporaryDirectory } from '../../support/programs.ts'
import { type Line, only, probesIn, readRecords } from '../../support/records.ts'
import { launcherNonce, nonce } from '../../support/run.ts'

const directory = temporaryDirectory()
let [launcher, bad, offender] = ['', '', '']
beforeAll(async () => {
  chmodSync(directory, 0o755) // other users start the launcher as well
  launcher = await built('capbench-launch', directory)
  bad = await built('bad', directory)
  offender = await built('bad-authority', directory)
})

const of = (records: readonly Line[], type: string): readonly Record<string, unknown>[] =>
  records.filter((record) => record.type === type).map(({ value }) => value as Record<string, unknown>)

const nothing = '0'.repeat(16)
const ownRoot = ['/ ro,nosuid,nodev,noexec,relatime tmpfs']
const spaces = ['mnt', 'net', 'ipc', 'pid', 'uts', 'cgroup']

describe.for(modes)('started by $who', (mode) => {
  const isolated = mode.isolation !== 'none'
  const skipUnlessPossible = ({ skip }: { readonly skip: (why: string) => void }): void => {
    const why = cannot(mode)
    if (why !== undefined) skip(why)
  }

  async function run(program: readonly string[], terms: readonly string[], options: readonly string[] = []) {
    const { finished } = startAs(mode, [launcher, ...program], terms, options)
    const { code, report, stdout, stderr } = await finished
    return { code, stderr, said: stdout.toString(), report: readRecords(report, launcherNonce) }
  }

  test('a program is held twice, seen and probed before it runs, in this order', async (ctx) => {
    skipUnlessPossible(ctx)
    const { code, report, said } = await run([offender, nonce, 'nothing'], ['cpu'])
    expect(code).toBe(0)
    expect(said).toContain(' survived ')
    const probed = probedTerms(['cpu'])
    expect(report.map(({ type }) => type)).toEqual([
      'begin',
      'system',
      'program',
      'authority',
      'probes', // all came to the same
      'observed',
      'observed',
      'started',
      'exited',
      'end',
    ])
    const probes = probesIn(report)
    expect(probes.map(({ term }) => term).sort()).toEqual([...probed].sort())
    for (const probe of probes) expect(probe).toMatchObject({ outcome: 'denied', by: 'filter', errno: 'EPERM' })
  })

  test('the record says how it is isolated, by which steps, and what the host refused', async (ctx) => {
    skipUnlessPossible(ctx)
    const { report } = await run([offender, nonce, 'nothing'], ['cpu'])
    const authority = only(report, 'authority') as { readonly steps: { step: string; errno: string | null }[] }
    expect(authority).toMatchObject({
      terms: ['cpu'],
      isolation: mode.isolation,
      filter: { instructions: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect(authority.steps.filter(({ errno }) => errno !== null)).toEqual(
      isolated ? [] : [{ step: 'user-namespace', errno: 'ENOSPC' }],
    )
    const steps = authority.steps.map(({ step }) => step)
    expect(steps).toEqual(expect.arrayContaining(['limits', 'capabilities', 'no-new-privileges', 'filter']))
    expect(steps.includes('mount-root')).toBe(isolated)
  })

  test('after exec there is nothing left but the program and three descriptors', async (ctx) => {
    skipUnlessPossible(ctx)
    const { report } = await run([offender, nonce, 'nothing'], ['cpu'])
    const [before, after] = of(report, 'observed')
    expect(before).toMatchObject({ hold: 'before-exec', executable: null, seccomp: 2, noNewPrivs: true })
    expect(after).toMatchObject({
      hold: 'after-exec',
      capabilities: { inheritable: nothing, permitted: nothing, effective: nothing, ambient: nothing },
      noNewPrivs: true,
      seccomp: 2,
      namespaces: Object.fromEntries(spaces.map((name) => [name, isolated ? 'own' : 'shared'])),
      mounts: isolated ? ownRoot : [],
      descriptors: [
        { fd: 0, is: '/dev/null' },
        { fd: 1, is: expect.stringMatching(/^(pipe|socket)$/) },
        { fd: 2, is: expect.stringMatching(/^(pipe|socket)$/) },
      ],
      executable: sha256Hex(readFileSync(offender)),
      threads: 1,
    })
    expect(after?.uid).not.toContain(0)
  })

  test.for<[mode: string, term: Term]>([
    ['socket', 'net.loopback'],
    ['write-file', 'file.write'],
    ['fork', 'process.spawn'],
    ['deaf', 'net.loopback'],
  ])('a program that tries more is stopped before its call has an effect: %s', async ([what, term], ctx) => {
    skipUnlessPossible(ctx)
    const { code, report, said } = await run([offender, nonce, what], ['cpu'])
    expect(only(report, 'violation')).toMatchObject({ terms: expect.arrayContaining([term]) })
    expect(only(report, 'exited')).toMatchObject({ code: null, signal: 9 })
    expect(code).toBe(137)
    expect(said).not.toContain('survived')
  })

  test('without a filter all other layers stay, and probes say what is open', async (ctx) => {
    skipUnlessPossible(ctx)
    const { code, report, said } = await run([offender, nonce, 'fork'], ['cpu'], ['--no-filter'])
    expect(code).toBe(0)
    expect(said).toMatch(/"what":"fork","result":-11/) // EAGAIN: the limit on processes
    expect(only(report, 'authority')).toMatchObject({ filter: null })
    expect(of(report, 'observed').map(({ hold }) => hold)).toEqual(['before-exec', 'after-exec'])
    expect(of(report, 'observed')[1]).toMatchObject({ seccomp: 0, noNewPrivs: true })
    const probes = new Map(probesIn(report).map((probe) => [probe.term, probe]))
    expect([...probes.keys()].sort()).toEqual([...probedTerms(['cpu'])].sort())
    expect(probes.get('memory.map')).toMatchObject({ outcome: 'allowed', by: 'none', errno: null })
    for (const term of ['process.spawn', 'device', 'mount', 'namespace', 'time.set', 'power'])
      expect(probes.get(term)).toMatchObject({ outcome: 'denied', by: 'kernel' })
    for (const term of ['net.external', 'file.read', 'signal.other'])
      expect(probes.get(term)).toMatchObject({ outcome: isolated ? 'denied' : 'allowed' })
  })

  test('what a program leaves behind is ended and counted', async (ctx) => {
    skipUnlessPossible(ctx)
    const terms = ['cpu', 'process.spawn', 'ipc.pipe', 'signal', 'identity', 'timer']
    const { code, report } = await run([bad, nonce, 'fork-orphan'], terms)
    expect(code).toBe(0)
    expect(only(report, 'exited')).toMatchObject({ code: 0, leftover: 2 })
  })

  test('a program that hangs is ended by a signal to the launcher, which still reports', async (ctx) => {
    skipUnlessPossible(ctx)
    const running = startAs(mode, [launcher, bad, nonce, 'hang'], ['cpu', 'signal', 'timer'])
    await running.seen('stdout', / begin /)
    running.kill('SIGTERM')
    const { report } = await running.finished
    expect(only(readRecords(report, launcherNonce), 'exited')).toMatchObject({ code: null, signal: 9 })
  })

  test('all of it dies with a launcher that is killed', async (ctx) => {
    skipUnlessPossible(ctx)
    const running = startAs(mode, [launcher, bad, nonce, 'hang'], ['cpu', 'signal', 'timer'])
    await running.seen('stdout', / begin /)
    const [, pid] = await running.seen('report', / started \{"pid":(\d+)/)
    expect(isGone(Number(pid))).toBe(false)
    running.kill('SIGKILL')
    await until(() => isGone(Number(pid)))
    await running.finished
  })

  test('so do children that left its session', async (ctx) => {
    skipUnlessPossible(ctx)
    const stray = await builtForTest('stray', ['test/c/stray.c'], directory)
    const running = startAs(mode, [launcher, stray], ['cpu', 'process.spawn', 'signal', 'timer', 'identity'])
    await running.seen('stdout', /(?:stray\n){3}/)
    running.kill('SIGKILL')
    await running.finished // they hold its output
  })
})
