import { spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { type TargetReport, testTarget } from '@capbench/core/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { RunEnd } from '../../src/target/end.ts'
import type { HostEvent } from '../../src/target/events.ts'
import type { TargetFacts } from '../../src/target/facts.ts'
import type { RunRequest, Target, TranscriptSink } from '../../src/target/target.ts'
import { modeOf, play, programs, sound } from './playing.ts'

const failing = ({ checks }: TargetReport) => checks.filter(({ outcome }) => outcome === 'fail').map(({ name }) => name)
const report = (target: Target) => testTarget(target, { programs, patienceMs: 2000 })

test('a target that keeps every promise passes every check, and what a fixture cannot have is skipped', async () => {
  const heard: string[] = []
  const { passed, checks, target } = await testTarget(sound(), { programs, onCheck: ({ name }) => heard.push(name) })
  expect(checks.filter(({ outcome }) => outcome === 'fail')).toEqual([])
  expect({ passed, target }).toEqual({ passed: true, target: 'fake' })
  expect(checks.filter(({ outcome }) => outcome === 'skip')).toEqual([
    { name: 'the environment is captured', outcome: 'skip', details: ['a fixture has no host'] },
    { name: 'the placement is read back', outcome: 'skip', details: ['the target does not pin'] },
  ])
  expect(heard).toEqual(checks.map(({ name }) => name))
  expect(new Set(heard).size).toBe(heard.length)
})

test('programs that it is not given are skipped, and the report says which', async () => {
  const { checks, passed } = await testTarget(sound(), { programs: { good: programs.good } })
  expect(passed).toBe(true)
  const details = checks.filter(({ outcome }) => outcome === 'skip').flatMap((check) => check.details)
  expect(details).toContain('the target was given no program "crash"')
  expect(details.filter((detail) => detail.includes('no program'))).toHaveLength(8)
})

test('an option that does not exist is refused', async () => {
  const options = { programs, vcpu: 2 } as unknown as Parameters<typeof testTarget>[1]
  await expect(testTarget(sound(), options)).rejects.toMatchObject({ code: 'CAPBENCH_USAGE' })
})

type Act = (request: RunRequest, sink: TranscriptSink, signal: AbortSignal, sane: Target) => Promise<RunEnd> | RunEnd
const acting = (act: Act) => {
  const target = sound()
  return {
    ...target,
    execute: async (...[request, sink, signal]: Parameters<Target['execute']>) => act(request, sink, signal, target),
  }
}
/** Breaks runs of one mode. */
const on = (mode: string, act: Act): Target =>
  acting((request, sink, signal, sane) =>
    modeOf(request) === mode ? act(request, sink, signal, sane) : sane.execute(request, sink, signal),
  )
const ending = (mode: string, change: Partial<RunEnd>): Target =>
  on(mode, async (request, sink, signal, sane) => ({ ...(await sane.execute(request, sink, signal)), ...change }))
const withFacts = (change: (call: number) => Partial<TargetFacts>): Target => {
  const target = sound()
  let call = 0
  return { ...target, prepare: async (context) => ({ ...(await target.prepare(context)), ...change(++call) }) }
}
/** Does something with the sink before each run. */
const first = (tell: (sink: TranscriptSink) => void): Target =>
  acting((request, sink, signal, sane) => {
    tell(sink)
    return sane.execute(request, sink, signal)
  })
const saying = (event: unknown): Target => first((sink) => sink.event(event as HostEvent))

describe('a target that breaks one promise is caught by the check of that promise', () => {
  test.each<[string, () => Target, readonly string[]]>([
    ['prepare returns', () => ({ ...sound(), prepare: () => Promise.reject(new Error('no')) }), ['prepare returns']],
    ['prepare is idempotent', () => withFacts((call) => ({ identity: { call } })), ['prepare is idempotent']],
    [
      'the facts fit',
      () =>
        withFacts(() => ({
          cpus: [-1],
          envelope: { ...envelopeOf(), placement: { pinning: 'none', cpus: [-1], others: [-1] } },
        })),
      ['the facts fit their schema'],
    ],
    [
      'the facts agree',
      () => withFacts(() => ({ accelerator: 'kvm' })),
      ['the facts agree with the target and with themselves'],
    ],
    [
      'the facts are its own',
      () => withFacts(() => ({ name: 'other' })),
      ['the facts agree with the target and with themselves'],
    ],
    [
      'declared fields exist',
      () => withFacts(() => ({ declared: ['colour'] })),
      ['the facts agree with the target and with themselves'],
    ],
    ['the environment is captured', () => withFacts(() => ({ notes: [] })), ['the environment is captured']],
    [
      'chosen names nothing of this machine',
      () => ({ ...sound(), chosen: { kernel: `${homedir()}/kernel` } }),
      ['what was chosen and what differs name nothing of this machine'],
    ],
    [
      'identity names nothing of this machine',
      () => withFacts(() => ({ identity: { argv: ['-k', import.meta.filename] } })),
      ['what was chosen and what differs name nothing of this machine'],
    ],
    [
      'the command is told once',
      () => first(({ started }) => started({ file: 'q', args: [] })),
      ['the command is told once, before the first byte'],
    ],
    [
      'before the first byte',
      () => first(({ write }) => write('driver', new Uint8Array(1))),
      ['the command is told once, before the first byte'],
    ],
    ['pins are read back', () => pinned([]), ['the placement is read back']],
    ['pins are read back at the end', () => pinned(['start']), ['the placement is read back']],
    [
      'pins hold',
      () => pinned(['start', 'end'], [7]),
      ['a good run counts', 'the placement is read back', 'two runs, one after the other and at once, keep apart'],
    ],
    [
      'the claim is what was read back',
      () => pinned(['start', 'end'], [0], [1]),
      ['a good run counts', 'the placement is read back', 'two runs, one after the other and at once, keep apart'],
    ],
    [
      'exit 1 is a failure',
      () => on('exit1', (request, sink, signal) => sound().execute(good(request), sink, signal)),
      named('a program that fails'),
    ],
    [
      'a crash is told',
      () => on('crash', (request, sink, signal) => sound().execute(good(request), sink, signal)),
      named('a program that crashes'),
    ],
    [
      'garbage stays garbage',
      () => on('garbage', (request, sink, signal) => sound().execute(good(request), sink, signal)),
      named('bytes that are no records'),
    ],
    [
      'half stays half',
      () => on('half', (request, sink, signal) => sound().execute(good(request), sink, signal)),
      named('half a record'),
    ],
    [
      'nothing stays nothing',
      () => on('nothing', (request, sink, signal) => sound().execute(good(request), sink, signal)),
      named('a program that prints nothing'),
    ],
    [
      'a hang is a timeout',
      () => ending('hang', { end: 'finished' }),
      [...named('a program that hangs'), ...named('an abort in the middle')],
    ],
    [
      'of the phase run',
      () =>
        on('hang', async (request, sink, signal, sane) => ({
          ...(await sane.execute(request, sink, signal)),
          phase: 'boot' as const,
        })),
      named('a program that hangs'),
    ],
    ['a flood is an overflow', () => ending('flood', { end: 'cancelled' }), named('a flood')],
  ])('%s', async (_, make, names) => {
    const { checks, ...rest } = await report(make())
    expect(failing({ ...rest, checks }).map((name) => name.split(':')[0])).toEqual(names)
    expect(rest.passed).toBe(names.length === 0)
  })

  test('an abort is obeyed, before the start and afterwards', async () => {
    const deaf = acting((request, sink, _signal, sane) => sane.execute(request, sink, new AbortController().signal))
    expect(failing(await report(deaf)).map((name) => name.split(':')[0])).toEqual([
      ...['a flood', 'an abort before the start', 'an abort at the start', 'an abort in the middle'],
    ])
  })

  test('execute returns: what is thrown is told of, and so is a run that never ends', async () => {
    const throwing = on('garbage', () => Promise.reject(new RangeError('odd')))
    const names = failing(await report(throwing))
    expect(names).toContain('execute returns, whatever the system under test does')
    expect(names).toContain('bytes that are no records: finished, records_lost; nothing is left')
    const endless = on('hang', () => new Promise<RunEnd>(() => {}))
    const { checks } = await testTarget(endless, { programs, patienceMs: 300 })
    expect(checks.flatMap(({ details }) => details)).toContain('execute did not return within 300 ms')
  })

  test('every end and every event fits its schema', async () => {
    const odd = ending('half', { detail: 7 as unknown as string })
    expect(failing(await report(odd))).toContain('every end fits its schema')
    expect(failing(await report(saying({ kind: 'mark', atNs: 1, region: 'timed', edge: 'middle' })))).toContain(
      'every event fits its schema',
    )
  })

  test('an unknown form is no reason to throw, nor to run something else', async () => {
    const deaf = (act: () => Promise<RunEnd>) =>
      acting((request, sink, signal, sane) =>
        (request.work.form as string) === 'no-such-form' ? act() : sane.execute(request, sink, signal),
      )
    const form = 'a form of work that it does not know fails to launch'
    expect(failing(await report(deaf(() => Promise.reject(new Error('?')))))).toContain(form)
    const ran: RunEnd = { end: 'finished', phase: 'exit', exit: { kind: 'exited', code: 0 }, detail: '' }
    expect(failing(await report(deaf(async () => ran)))).toEqual([form])
  })

  test('the sink is left alone afterwards', async () => {
    const late = acting(async (request, sink, signal, sane) => {
      const end = await sane.execute(request, sink, signal)
      setTimeout(() => sink.write('console', new Uint8Array(1)), 20)
      return end
    })
    expect(failing(await report(late))).toEqual(['the sink is left alone once execute has returned'])
  })

  test('two runs keep apart', async () => {
    let last: RunRequest | undefined
    const mixing = acting((request, sink, signal, sane) => {
      sink.started({ file: 'q', args: [] })
      sink.write('driver', new TextEncoder().encode(last?.nonce ?? ''))
      last = request
      return sane.execute(request, { ...sink, started: () => {} }, signal)
    })
    expect(failing(await report(mixing))).toEqual(['two runs, one after the other and at once, keep apart'])
  })

  test('no process is left: not below this one, and none that carries a nonce', async () => {
    const pids: number[] = []
    onTestFinished(() => {
      for (const pid of pids) process.kill(pid, 'SIGKILL')
    })
    const leaking = on('good', (request, sink, signal, sane) => {
      if (pids.length === 0) {
        const idle = ['-e', 'setTimeout(() => {}, 60_000)', request.nonce]
        const child = spawn(process.execPath, idle, { stdio: 'ignore' })
        if (child.pid !== undefined) pids.push(child.pid)
      }
      return sane.execute(request, sink, signal)
    })
    const names = failing(await report(leaking))
    expect(names).toContain('no process is left')
    expect(names).toContain('an abort at the start: cancelled, cancelled; nothing is left')
  })
})

const good = (request: RunRequest): RunRequest => ({ ...request, work: programs.good() })
const named = (name: string): readonly string[] => [name]

function envelopeOf(): TargetFacts['envelope'] {
  return {
    ...{ emulator: 'none', emulatorVersion: 'none', machine: 'fixture', firmware: 'none', cpuModel: 'fixture' },
    ...{ memoryBytes: 0, guestTopology: 'fixture', accelerator: 'none', nesting: 'unknown' },
    ...{
      placement: { pinning: 'none', cpus: [0, 1], others: [0, 1] },
      disk: 'none',
      network: 'none',
      hostCpuModel: 'fixture',
    },
  }
}

/** A target that pins to 0 and 1, says that it pins to what it claims, and tells where it was. */
function pinned(
  readings: readonly ('start' | 'end')[],
  cpus: readonly number[] = [0, 1],
  claimed: readonly number[] = [0, 1],
): Target {
  const placement = { pinning: 'process' as const, cpus: [...claimed], others: [...claimed] }
  const facts: Partial<TargetFacts> = {
    pinning: 'process',
    cpus: [...claimed],
    envelope: { ...envelopeOf(), placement },
  }
  const target = withFacts(() => facts)
  return {
    ...target,
    execute: async (request, sink, signal) => {
      const threads = [{ tid: 1, comm: 'q', cpus }]
      const isGood = play(request).end === undefined && modeOf(request) === 'good'
      for (const when of isGood ? readings : [])
        sink.event({ kind: 'affinity', atNs: 1, when, wanted: [0, 1], threads })
      return target.execute(request, sink, signal)
    },
  }
}
