import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { getuid } from 'node:process'
import { probedTerms, type Term } from '@capbench/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { startAs } from '../../support/modes.ts'
import { built, builtForTest, temporaryDirectory } from '../../support/programs.ts'
import { type Line, only, probesIn, readRecords } from '../../support/records.ts'
import { launcherNonce, nonce } from '../../support/run.ts'

const directory = temporaryDirectory()
let [launcher, offender] = ['', '']
beforeAll(async () => {
  chmodSync(directory, 0o755) // another user starts the launcher as well
  launcher = await built('capbench-launch', directory)
  offender = await built('bad-authority', directory)
})

const of = (records: readonly Line[], type: string): readonly Record<string, unknown>[] =>
  records.filter((record) => record.type === type).map(({ value }) => value as Record<string, unknown>)

async function run(what: string, terms: readonly string[], options: readonly string[] = [], as: string[] = []) {
  const { code, report, stdout } = await startAs({ as }, [launcher, offender, nonce, what], terms, options).finished
  return { code, said: stdout.toString(), report: readRecords(report, launcherNonce) }
}

describe('every term that is not granted is probed, and no other', () => {
  test.each<readonly [...Term[]]>([
    [],
    ['cpu', 'memory.map', 'thread.spawn'],
    ['cpu', 'process.spawn', 'ipc.pipe', 'memory.share'],
    ['cpu', 'net.loopback'],
    ['cpu', 'net.external'],
    ['cpu', 'file.read', 'file.write'],
    ['cpu', 'signal', 'timer', 'clock.cpu', 'sched.affinity', 'limits', 'identity', 'random'],
  ])('granted: %s %s %s %s %s %s %s %s', async (...granted) => {
    const terms = granted.filter((term) => term !== undefined)
    const { report, code } = await run('nothing', terms)
    expect(code).toBe(0)
    const probes = probesIn(report)
    expect(probes.map(({ term }) => term).sort()).toEqual([...probedTerms(terms)].sort())
    expect(probes.filter(({ outcome }) => outcome === 'allowed')).toEqual([])
  })
})

test('loopback alone reaches this machine, and the kernel keeps the rest away', async () => {
  const { report } = await run('socket', ['cpu', 'net.loopback'])
  const external = probesIn(report).find(({ term }) => term === 'net.external')
  expect(external).toMatchObject({ call: 'connect', errno: 'ENETUNREACH', outcome: 'denied', by: 'kernel' })
})

test('who may write has a root of its own to write to', async () => {
  const { report } = await run('nothing', ['cpu', 'file.write'])
  expect(of(report, 'observed')[1]).toMatchObject({ mounts: [expect.stringMatching(/^\/ rw,nosuid,nodev,noexec/)] })
})

test('who may execute has its own program there, and nothing else', async () => {
  const { report, said } = await run('exec', ['cpu', 'process.exec'])
  expect(of(report, 'violation')).toEqual([])
  expect(only(report, 'exited')).toMatchObject({ code: 64 }) // it ran once more, without arguments
  expect(said).not.toContain('survived')
})

test('counters of the system are read before and after, of granted sources alone', async () => {
  const { report } = await run('nothing', ['cpu', 'stats.read(vmstat)', 'stats.read(context-switches)'])
  const stats = of(report, 'stats')
  expect(new Set(stats.map(({ source, when }) => `${source} ${when}`))).toEqual(
    new Set(['vmstat before', 'vmstat after', 'context-switches before', 'context-switches after']),
  )
  expect(stats.find(({ source }) => source === 'context-switches')?.text).toMatch(/^ctxt \d+\nprocesses \d+\n$/)
  const vmstat = stats.filter(({ source, when }) => source === 'vmstat' && when === 'before')
  expect(vmstat.map(({ part }) => part)).toEqual(vmstat.map((_, part) => part))
  expect(vmstat.map(({ text }) => text).join('')).toMatch(/^nr_free_pages \d+\n(?:\w+ \d+\n)+$/)
  expect((await run('nothing', ['cpu'])).report.map(({ type }) => type)).not.toContain('stats')
})

test('a host that refuses a step: step and errno are told, and what stands in for it', async (ctx) => {
  if (getuid?.() !== 0) ctx.skip('only root can be refused what root has')
  const as = ['setpriv', '--bounding-set=-sys_admin', '--inh-caps=-sys_admin']
  const tried = spawnSync('setpriv', [...as.slice(1), 'unshare', '-U', 'true'])
  if (tried.status !== 0) ctx.skip(`no user name space without sys_admin: ${tried.stderr}`)
  const { report, code } = await run('nothing', ['cpu'], [], as)
  expect(code).toBe(0)
  expect(only(report, 'authority')).toMatchObject({
    isolation: 'user-namespace',
    steps: expect.arrayContaining([
      { step: 'namespaces', errno: 'EPERM' },
      { step: 'user-namespace', errno: null },
    ]),
  })
})

test('a host that refuses the filter: the program runs under all other layers, and the record says it', async (ctx) => {
  if (getuid?.() !== 0 || process.arch !== 'x64') ctx.skip('the refusing filter is made for root on x86-64')
  const refuse = await refuser()
  const { report, code } = await run('nothing', ['cpu'], [], [refuse])
  expect(code).toBe(0)
  expect(only(report, 'authority')).toMatchObject({
    filter: null,
    isolation: 'namespaces',
    steps: expect.arrayContaining([{ step: 'filter', errno: 'EINVAL' }]),
  })
  expect(of(report, 'observed').map(({ hold }) => hold)).toEqual(['before-exec', 'after-exec'])
})

/** A mount name space in which there is no /proc. */
const withoutProc = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /proc && exec "$@"', 'sh']

test('a host that shows nothing of the program: it runs, and nobody says to have seen it', async (ctx) => {
  if (getuid?.() !== 0) ctx.skip('only root can take /proc away')
  const { report, code } = await run('nothing', ['cpu'], [], withoutProc)
  expect(code).toBe(0)
  expect(only(report, 'authority')).toMatchObject({ isolation: 'namespaces' })
  expect(of(report, 'observed')).toEqual([])
})

test('a host that maps no identities: the program runs without name spaces, and the record says why', async (ctx) => {
  if (getuid?.() !== 0) ctx.skip('only root can take /proc away')
  const as = [...withoutProc, 'setpriv', '--reuid', '65533', '--regid', '65533', '--clear-groups']
  const { report, code } = await run('nothing', ['cpu'], [], as)
  expect(code).toBe(0)
  expect(only(report, 'authority')).toMatchObject({
    isolation: 'none',
    filter: expect.anything(),
    steps: expect.arrayContaining([
      { step: 'user-namespace', errno: null },
      { step: 'deny-setgroups', errno: 'ENOENT' },
    ]),
  })
})

const refuser = (): Promise<string> => builtForTest('no-listener', ['test/c/no-listener.c'], directory)
