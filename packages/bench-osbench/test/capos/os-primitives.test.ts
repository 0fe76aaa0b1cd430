import { type ComparableRow, ratioOf, rowsOf, run, suite, withCases, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { temporaryDirectory } from '@capbench/house-programs'
import { beforeAll, describe, expect, it } from 'vitest'
import { intentOf, measuredVariants, variants } from '../../src/intents/intents.ts'
import { osPrimitivesWith } from '../../src/measure/definition.ts'
import { workOf } from '../../src/table/table.ts'
import { consoleOf, setting, transcriptOf } from './evaluated.ts'
import type { FixtureRecord } from './fixtures.ts'
import { allFigures, allProbes, joined, measuredThere, probe, recordsOf } from './os-primitives.ts'
import { boot } from './vectors.ts'

function metrics(records: readonly FixtureRecord[]) {
  const parameters = joined.defaults
  const evaluation = joined.evaluate(transcriptOf(consoleOf(records)), { ...setting, parameters })
  if (!evaluation.complete) throw new Error(evaluation.lost)
  if (!evaluation.verdict.accepted) throw new Error(evaluation.verdict.rejected.join())
  return evaluation.metrics
}
const sound = recordsOf(allFigures, allProbes)
const without = (...names: readonly string[]) => allFigures.filter(([name]) => !names.includes(name))

describe('a capOS with every subsystem, as a recorded-format fixture', () => {
  const said = metrics(sound)

  it('measures what the table gives it, and explains all else', () => {
    expect(measuredThere.length).toBeGreaterThan(30)
    const numbers = measuredThere.filter(({ name }) => said[name]?.values.length === 1)
    expect(numbers).toHaveLength(measuredThere.length)
    for (const { name } of variants.filter((variant) => said[variant.name]?.values.length !== 1)) {
      expect([name, said[name]?.outcome]).toMatchObject([name, { measured: false, reason: 'not_applicable' }])
      expect([name, said[name]?.values]).toEqual([name, []])
    }
  })

  it('says of signals, forks and locks that it does not have their meaning', () => {
    for (const name of ['signal.catch', 'proc.fork_exit', 'fcntl.lock', 'poll.100'])
      expect([name, said[name]?.outcome]).toMatchObject([name, { cause: 'no_semantics' }])
    expect(said['unix.rtt.same_cpu']?.outcome).toMatchObject({ cause: 'alias' })
    expect(said['http.get.same_cpu']?.outcome).toMatchObject({ cause: 'out_of_scope' })
  })

  it('shows the ring entry beside the null system call and beside the empty operation of a ring', () => {
    expect(said['uring.nop']?.values).toEqual(said['syscall.null']?.values)
    const entry = (name: string) => joined.metrics.find((metric) => metric.name === name)?.mechanisms?.capos
    expect(entry('uring.nop')).toMatchObject({ label: 'ring_entry', counterparts: [{ label: 'uring_nop' }] })
    expect(entry('syscall.null')).toMatchObject({ label: 'ring_entry', counterparts: [{ label: 'getppid' }] })
  })
})

describe('where the table and the system disagree', () => {
  it('the system decides, and the result says so', () => {
    const lacking = allProbes.map((each) => (each.value.subsystem === 'park' ? probe('park', false) : each))
    const said = metrics(recordsOf(without('futex.rtt.same_cpu'), lacking))
    expect(said['futex.rtt.same_cpu']?.outcome).toEqual({
      measured: false,
      reason: 'not_applicable',
      cause: 'no_subsystem',
      detail: 'park: asked by find its interface in the CapSet, it answered: not granted',
      notes: ['the table expects park_thread_rtt of capos, and it has no park'],
    })
  })

  it('a number of what the table denies is kept, with a note', () => {
    const udp = ['udp.rtt.same_cpu', 'udp', 5000] as const
    const said = metrics(recordsOf([...allFigures, udp], [...allProbes, probe('udp')]))
    expect(said['udp.rtt.same_cpu']).toMatchObject({ values: [expect.closeTo(5000, 0)] })
    expect(said['udp.rtt.same_cpu']?.outcome?.notes?.join()).toMatch(/^the table expected nothing here/)
  })

  it('a number of what the system denied is refused', () => {
    const lacking = allProbes.map((each) => (each.value.subsystem === 'park' ? probe('park', false) : each))
    expect(metrics(recordsOf(allFigures, lacking))['futex.rtt.same_cpu']?.outcome).toMatchObject({
      measured: false,
      reason: 'verifier_rejected',
    })
  })

  it('a number by another mechanism does not stand under the label of the table', () => {
    const figures = [...without('pipe.rtt.same_cpu'), ['pipe.rtt.same_cpu', 'posix_pipe', 5000] as const]
    expect(metrics(recordsOf(figures, allProbes))['pipe.rtt.same_cpu']?.outcome).toMatchObject({
      measured: false,
      reason: 'verifier_rejected',
      detail: 'it was measured by posix_pipe, and is endpoint_rtt in the table',
    })
  })
})

/** One campaign of the fixture, on a target without a machine. */
async function campaign() {
  const capos = fakeTarget({
    name: 'capos',
    system: 'capos',
    role: 'subject',
    facts: { cleanExit: { code: 0, launcher: false } },
    play: ({ benchmark }) => ({ console: consoleOf(benchmark === 'proof-boot' ? boot : sound) }),
  })
  const whole = withCases(suite({ name: 'fixture', benchmarks: [joined], targets: [capos] }), joined, ['smp1'])
  return run(withMethod(whole, joined, { runs: 1, warmups: 0 }), { store: temporaryDirectory() })
}

describe('a ratio between systems', () => {
  let rows: readonly ComparableRow[] = []
  beforeAll(async () => {
    rows = rowsOf(await campaign())
  })
  /** The row of a metric, and the same as a Linux guest in the same envelope would have it. */
  const pair = (name: string): readonly [ComparableRow, ComparableRow] => {
    const row = rows.find(({ result }) => result.metric === name)
    const linux = joined.metrics.find((metric) => metric.name === name)?.mechanisms?.linux
    if (row === undefined || linux === undefined) throw new Error(`no row of ${name}`)
    const result = { ...row.result, system: 'linux', target: 'linux', role: 'reference' } as const
    return [row, { ...row, result, mechanism: linux }]
  }

  it('is formed of declared counterparts alone, with both labels and the difference', () => {
    expect(ratioOf(...pair('syscall.null'))).toMatchObject({
      outcome: 'ratio',
      counterpart: { a: 'ring_entry', b: 'getppid', difference: expect.stringContaining('Not a POSIX system call') },
    })
    for (const name of ['stat', 'tcp.rtt.same_cpu', 'pipe.bw.same_cpu', 'read1']) {
      expect([name, ratioOf(...pair(name))]).toMatchObject([name, { obstacles: [{ why: 'no-counterpart' }] }])
    }
  })

  it('is formed wherever the table declares one, and nowhere else', () => {
    const both = measuredThere.filter(({ name }) => {
      const variant = measuredVariants.find((each) => each.name === name)
      return variant !== undefined && workOf(variant.intent, 'linux-guest') !== undefined
    })
    const wrong = both.filter(({ name, work }) => (ratioOf(...pair(name)).outcome === 'ratio') !== (work.over !== null))
    expect(wrong.map(({ name }) => name)).toEqual([])
  })
})

describe('authority', () => {
  it('of a network and of files is asked for by every intent that has to do with them', () => {
    const names = measuredVariants.filter(({ intent }) => /^(tcp|udp|rpc|http|select\.tcp)/.test(intent))
    expect(names.length).toBeGreaterThan(5)
    for (const { intent } of names) expect(intentOf(intent).authority).toContain('net.loopback')
    const files = measuredVariants.filter(({ intent }) => /^(file|fs)\.|^(stat|fstat|open_close)$/.test(intent))
    expect(files.length).toBeGreaterThan(6)
    for (const { intent } of files) expect(intentOf(intent).authority.join()).toMatch(/\bfile\./)
  })

  it('is one for each metric, so that the profile decides before anything is measured', () => {
    const ofMeasured = joined.metrics.filter(({ name }) =>
      measuredVariants.some((variant) => name.startsWith(variant.name)),
    )
    for (const metric of ofMeasured) expect(metric.authority?.length, metric.name).toBeGreaterThan(0)
  })
})

it('takes no system that it has a program for, and no option that it does not know', () => {
  const systems = {
    linux: { ...joined, osbench: { form: 'console' }, proof: { form: 'console' }, clock: 'none' },
  } as const
  expect(() => osPrimitivesWith({ systems })).toThrow(/has a program of its own for linux/)
  expect(() => osPrimitivesWith({ system: {} } as never)).toThrow(/system/)
})
