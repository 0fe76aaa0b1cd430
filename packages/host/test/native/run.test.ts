import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { authorityRecords, type TranscriptSink } from '@capbench/core'
import { guestProgram } from '@capbench/guest'
import { beforeAll, describe, expect, test } from 'vitest'
import { nativeHost } from '../../src/native/native-host.ts'
import { runNative } from '../../src/native/run.ts'
import { launch } from '../../src/process/launch.ts'
import { readHostTopology } from '../../src/topology/read.ts'
import { until } from '../support.ts'
import { nonces, prepared, recording, requestFor, withProgram } from './recording.ts'

const { allowed } = readHostTopology()
const target = nativeHost({ timeouts: { exit: 5000 } })
const never = new AbortController().signal
/** For what no sandbox has: a shell and its libraries, /proc. */
const open = nativeHost({ confine: false })
beforeAll(async () => {
  await prepared(target)
  await prepared(open)
})

async function run(mode: string, change: Parameters<typeof requestFor>[2] = {}, on = target) {
  const record = recording()
  const end = await on.execute(requestFor('bad', [mode], change), record.sink, never)
  return { ...record, end, exited: record.records('launcher').find(({ type }) => type === 'exited')?.value }
}

/** Processes that run the program, by the argument that only they have. */
function processesOf(nonce: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(nonce)
    } catch {
      return false
    }
  })
}

describe('a run that ends well', () => {
  test('keeps the records, the report and the exact command', async () => {
    const { sink, bytes, records, commands, events } = recording()
    const end = await target.execute(requestFor('proof-boot'), sink, never)
    expect(end).toEqual({ end: 'finished', phase: 'exit', exit: { kind: 'exited', code: 0 }, detail: '' })
    expect(records('records').map(({ type }) => type)).toEqual(['begin', 'proof', 'end'])
    expect(bytes('records').toString().startsWith(`@CB1 ${nonces.nonce} 0 begin `)).toBe(true)
    const types = records('launcher').map(({ type }) => type)
    expect(types.filter((type) => !Object.hasOwn(authorityRecords, type))).toEqual([
      'begin',
      'system',
      'program',
      'started',
      'exited',
      'end',
    ])
    expect(new Set(types)).toContain('authority')
    expect(bytes('diagnostics')).toHaveLength(0)
    expect(events.flatMap((event) => (event.kind === 'phase' ? [event.phase] : []))).toEqual([
      'launch',
      'boot',
      'run',
      'exit',
    ])
    expect(commands).toEqual([
      {
        file: expect.stringMatching(/capbench-launch$/),
        args: expect.arrayContaining(['--nonce', nonces.launcherNonce, nonces.nonce]),
      },
    ])
  })

  test.each([1, allowed.length, allowed.length + 1])(
    'with %i CPUs wanted it gets as many as there are, and that is read back',
    async (vcpus) => {
      const { sink, events, records } = recording()
      await target.execute(requestFor('proof-boot', [], { vcpus, oversubscribe: true }), sink, never)
      const wanted = allowed.slice(0, vcpus)
      expect(records('records').find(({ type }) => type === 'proof')?.value).toMatchObject({ cpus: wanted.length })
      expect(records('launcher').find(({ type }) => type === 'started')?.value).toMatchObject({ cpus: wanted })
      const affinity = events.filter((event) => event.kind === 'affinity')
      expect(affinity).toMatchObject([
        { when: 'start', wanted },
        { when: 'end', wanted },
      ])
      for (const { threads } of affinity) expect(threads.map(({ cpus }) => cpus)).toEqual([wanted])
      expect(events.filter((event) => event.kind === 'cpu-times').length).toBeGreaterThanOrEqual(2)
    },
  )

  test('gives the program an empty environment and nothing but its three descriptors', async () => {
    expect((await run('environment')).records('records')).toContainEqual({ type: 'environment', value: { count: 0 } })
    const descriptors = (await run('fds', {}, open)).records('records').find(({ type }) => type === 'fds')?.value
    expect(Object.keys(descriptors as object).sort()).toEqual(['0', '1', '2'])
    expect(descriptors).toMatchObject({ 0: '/dev/null' })
  })
})

test('a launcher that has changed since its manifest was read starts nothing', async () => {
  const found = guestProgram('capbench-launch')
  const launcher = { ...found, manifest: { ...found.manifest, sha256: '0'.repeat(64) } }
  const { sink, commands } = recording()
  const limits = { launch: 5000, boot: 5000, run: 5000, exit: 5000 }
  const run = { request: requestFor('proof-boot'), launcher, cpus: allowed.slice(0, 1), limits, confine: true }
  expect(await runNative(run, sink, never)).toMatchObject({
    end: 'launch-failed',
    exit: { kind: 'not-started', code: 'CAPBENCH_HOSTILE' },
    detail: expect.stringMatching(/capbench-launch has changed since it was found/),
  })
  expect(commands).toEqual([])
})

describe('a program that marks its timed region', () => {
  // The shell takes what stands for the nonce as its own option, so any text can be a program.
  const say = `say() { echo "@CB1 -c 0 mark {\\"region\\":\\"timed\\",\\"edge\\":\\"$1\\"}"; }`
  /** Stays until the test has made the file: the reading after the timed region is a race in a real program. */
  const script = (file: string) =>
    `sleep 60 & ${say}; say begin; say end; until [ -e ${file} ]; do sleep 0.02; done; kill %1`
  const shell = (text: string) => {
    const request = requestFor('bad', [text], { nonce: '-c', vcpus: allowed.length })
    return withProgram(request, { path: '/bin/bash', name: 'bash' })
  }

  test('has the host read its processes and CPUs at both ends, in the order that is judged', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'capbench-native-'))
    const file = join(directory, 'seen')
    const { sink, events } = recording()
    const watched: TranscriptSink = {
      ...sink,
      event: (event) => {
        sink.event(event)
        if (event.kind === 'affinity' && event.when === 'end') writeFileSync(file, '')
      },
    }
    const end = await open.execute(shell(script(file)), watched, never)
    rmSync(directory, { recursive: true })
    expect(end).toMatchObject({ end: 'finished', exit: { kind: 'exited', code: 0 } })
    const told = events.filter(({ kind }) => kind !== 'phase' && kind !== 'fact')
    expect(told.map((event) => ('edge' in event ? `${event.kind} ${event.region} ${event.edge}` : event.kind))).toEqual(
      [
        'affinity',
        'cpu-times', // started
        'mark timed begin',
        'schedstat',
        'cpu-times',
        'mark timed end',
        'schedstat',
        'cpu-times',
        'affinity',
        'affinity', // of the program that had ended, from the launcher
        'cpu-times', // exited
      ],
    )
    const readings = events.filter((event) => event.kind === 'schedstat')
    // The process that the program has started is its worker: it is read as well.
    for (const { threads } of readings) expect(threads.length).toBeGreaterThan(1)
    const [, atMark, atEnd] = events.filter((event) => event.kind === 'affinity')
    expect(atMark).toMatchObject({ when: 'end', wanted: allowed })
    expect(atMark?.threads.length).toBeGreaterThan(1)
    expect(atMark?.threads.every(({ cpus }) => cpus.join() === allowed.join())).toBe(true)
    expect(atEnd).toMatchObject({ when: 'end', wanted: allowed, threads: [{ comm: 'bash', cpus: allowed }] })
    const times = events.map(({ atNs }) => atNs)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  test('is not read back for every one of a flood of marks', async () => {
    const { sink, events } = recording()
    await open.execute(shell('yes \'@CB1 -c 0 mark {"region":"timed","edge":"begin"}\' | head -n 5000'), sink, never)
    expect(events.filter(({ kind }) => kind === 'mark')).toHaveLength(256)
    expect(events.length).toBeLessThan(800)
  })
})

describe('a program that misbehaves', () => {
  test('exit code 1 and the words on standard error', async () => {
    const { end, exited, bytes } = await run('exit-1')
    expect(end).toMatchObject({ end: 'finished', exit: { kind: 'exited', code: 1 } })
    expect(end.detail).toContain('this is what went wrong')
    expect(exited).toMatchObject({ code: 1, signal: null })
    expect(bytes('diagnostics').toString()).toContain('this is what went wrong')
  })

  test('a segfault is told from an exit code', async () => {
    const { end, exited } = await run('segfault')
    expect(exited).toMatchObject({ code: null, signal: 11 })
    expect(end.exit).toEqual({ kind: 'exited', code: 139 })
  })

  test('junk bytes are kept as they came', async () => {
    const { end, bytes } = await run('garbage')
    expect(end.end).toBe('finished')
    expect(bytes('records').subarray(0, 12)).toEqual(Buffer.from('\0\x1b[31m\xff\xfe\x80\xc3(\r', 'latin1'))
  })

  test('half a record is kept half', async () => {
    const { end, bytes } = await run('half-record')
    expect(end).toMatchObject({ end: 'finished', exit: { kind: 'exited', code: 0 } })
    expect(bytes('records').toString().endsWith(`@CB1 ${nonces.nonce} 2 answer {"val`)).toBe(true)
  })

  test('silence is an empty channel', async () => {
    const { end, bytes } = await run('empty')
    expect(end.end).toBe('finished')
    expect(bytes('records')).toHaveLength(0)
  })

  test('a hang ends at the time limit of the run, with nothing left', async () => {
    const nonce = randomBytes(16).toString('hex')
    const { end, records } = await run('hang', { runTimeoutMs: 300, nonce })
    expect(end).toMatchObject({ end: 'timeout', phase: 'run' })
    expect(end.detail).toContain('the phase run took longer than 300 ms')
    expect(records('records').map(({ type }) => type)).toEqual(['begin'])
    expect(processesOf(nonce)).toEqual([])
  })

  test('an orphan that left the group is found and ended by the launcher', async () => {
    const nonce = randomBytes(16).toString('hex')
    const { end, exited } = await run('fork-orphan', { nonce })
    expect(end.end).toBe('finished')
    expect((exited as { leftover: number }).leftover).toBeGreaterThan(0)
    expect(processesOf(nonce)).toEqual([])
  })

  test("a missing program is the launcher's error, on its own channel", async () => {
    const request = requestFor('bad', ['empty'])
    const { sink, records } = recording()
    const gone = withProgram(request, { path: '/nonexistent/gone' })
    const end = await target.execute(gone, sink, never)
    expect(end).toMatchObject({ end: 'finished', exit: { kind: 'exited', code: 125 } })
    expect(records('launcher').map(({ type }) => type)).toContain('error')
  })
})

describe('a run that is cut short', () => {
  test('cancel ends it at once and leaves nothing', async () => {
    const nonce = randomBytes(16).toString('hex')
    const controller = new AbortController()
    const { sink, records } = recording()
    const running = target.execute(requestFor('bad', ['hang'], { nonce }), sink, controller.signal)
    while (records('records').length === 0) await sleep(5)
    expect(processesOf(nonce)).not.toEqual([])
    controller.abort()
    expect(await running).toMatchObject({ end: 'cancelled', phase: 'run' })
    expect(processesOf(nonce)).toEqual([])
  })

  test('at a limit, time in which it waited for a CPU that others had was given back', async () => {
    const [cpu = 0] = allowed
    const spin = 'while :; do :; done'
    const others = await launch({ file: 'bash', args: ['-c', `(${spin}) & (${spin}) & ${spin}`], cpus: [cpu] })
    const busy = nativeHost({ pin: [cpu], timeouts: { exit: 5000 }, confine: false }) // a shell needs its libraries
    await prepared(busy)
    // The shell takes what stands for the nonce as its own option; it speaks first, which begins the phase.
    const request = requestFor('bad', [`echo up; ${spin}`], { nonce: '-c', runTimeoutMs: 500 })
    const end = await busy.execute(withProgram(request, { path: '/bin/bash', name: 'bash' }), recording().sink, never)
    await others.end()
    expect(end).toMatchObject({ end: 'timeout', phase: 'run' })
    expect(end.detail).toMatch(/^the phase run took longer than 500 ms, and \d+ ms more for waiting on a busy host/)
  })

  test('SIGKILL of the SDK itself leaves nothing', async () => {
    const nonce = randomBytes(16).toString('hex')
    const fixture = join(import.meta.dirname, 'parent.fixture.ts')
    const parent = await launch({ file: process.execPath, args: ['--conditions=@capbench/source', fixture, nonce] })
    parent.stderr.resume()
    await once(parent.stdout, 'data')
    expect(processesOf(nonce).length).toBeGreaterThan(1)
    parent.kill('SIGKILL')
    await parent.end()
    await until(() => processesOf(nonce).length === 0)
  })

  test('cancelled before it started', async () => {
    expect(await target.execute(requestFor('bad', ['hang']), recording().sink, AbortSignal.abort())).toMatchObject({
      end: 'cancelled',
    })
  })

  test('a flood ends as overflow when the sink says so', async () => {
    const controller = new AbortController()
    const { sink, bytes } = recording()
    let size = 0
    const limited = {
      ...sink,
      write: (channel: Parameters<typeof sink.write>[0], chunk: Uint8Array) => {
        size += chunk.length
        if (size > 1_000_000) controller.abort({ overflow: true })
        else sink.write(channel, chunk)
      },
    }
    expect(await target.execute(requestFor('bad', ['flood']), limited, controller.signal)).toMatchObject({
      end: 'overflow',
      phase: 'run',
    })
    expect(bytes('records').length).toBeGreaterThan(0)
  })
})
