import { smp } from '@capbench/core'
import { nonce, runToEnd, temporaryDirectory, transcriptOf } from '@capbench/house-programs'
import { beforeAll, describe, expect, it } from 'vitest'
import { measuredVariants } from '../../src/intents/intents.ts'
import { outcomeOf } from '../../src/measure/outcome.ts'
import { percentileOf, percentileOutcome } from '../../src/measure/percentiles.ts'
import { type Attempt, type OsbenchRun, osbenchRecords } from '../../src/measure/records.ts'
import { wholeRun } from '../../src/measure/whole-run.ts'
import { built } from '../support/program.ts'

const directory = temporaryDirectory()
let sound: OsbenchRun
beforeAll(async () => {
  const { stdout: records } = await runToEnd(await built(directory), [
    nonce,
    '20',
    '5',
    '-',
    'pipe.rtt.same_cpu',
    'stat',
  ])
  const parsed = osbenchRecords.parse(transcriptOf(records))
  if (!parsed.complete) throw new Error(parsed.lost)
  sound = parsed.observation
})

const setting = { parameters: {}, case: smp(1), system: 'linux', cpus: 1 }
const variantOf = (metric: string) => {
  const found = measuredVariants.find((each) => each.metric === metric)
  if (found === undefined) throw new Error(`no metric ${metric}`)
  return found
}

/** The run with its last attempt at an intent changed. */
function changed(id: string, change: (attempt: Attempt) => Partial<Attempt>): OsbenchRun {
  const intents = sound.intents.map((intent) =>
    intent.id === id
      ? { ...intent, attempts: intent.attempts.slice(-1).map((each) => ({ ...each, attempt: 1, ...change(each) })) }
      : intent,
  )
  return { ...sound, intents }
}

const outcome = (run: OsbenchRun, metric: string, system = 'linux') => outcomeOf(run, variantOf(metric), system)

describe('one intent of a whole run', () => {
  const quiet = ({ rows }: Attempt) => ({
    outcome: 'passed' as const,
    batches: 9,
    rows: Array.from({ length: 9 }, () => ({
      ...(rows[0] as Attempt['rows'][number]),
      wallNs: 2_000_000,
      cpuNs: 2_000_000,
      canaryNs: sound.done[0]?.canaryNs ?? 1,
    })),
  })

  it('is measured where at least seven batches are clean', () => {
    expect(outcome(changed('pipe.rtt.same_cpu', quiet), 'pipe.rtt.same_cpu')).toMatchObject({ measured: true })
  })

  it('has no number by a clock whose tick is more than a thousandth of a batch', () => {
    const run = changed('pipe.rtt.same_cpu', quiet)
    const coarse = { ...run, envs: run.envs.map((env) => ({ ...env, tickNs: 10_000_000 })) }
    expect(outcome(coarse, 'pipe.rtt.same_cpu')).toMatchObject({ measured: false, reason: 'clock_unusable' })
  })

  it('is noise where fewer are, and says how many', () => {
    const noisy = changed('pipe.rtt.same_cpu', (attempt) => {
      const { rows, ...rest } = quiet(attempt)
      return { ...rest, rows: rows.map((row, index) => (index < 3 ? { ...row, wallNs: row.wallNs * 2 } : row)) }
    })
    expect(outcome(noisy, 'pipe.rtt.same_cpu')).toMatchObject({
      measured: false,
      reason: 'noise',
      detail: '6 of 9 batches are clean after 1 attempts; at least 7 are wanted',
    })
  })

  it.each([
    ['a wrong answer', 'echo', 'verifier_rejected'],
    ['something left behind', 'leave-no-trace', 'verifier_rejected'],
    ['a call that failed', 'system-call', 'workload_error'],
    ['a crash', 'crash', 'workload_error'],
    ['an intent that hung', 'watchdog', 'run_timeout'],
  ])('tells %s by its own reason', (_, check, reason) => {
    const run = changed('stat', () => ({ outcome: 'failed', check, detail: 'as it came' }))
    expect(outcome(run, 'stat')).toMatchObject({ measured: false, reason, detail: `${check}: as it came` })
  })

  it('is not applicable by what the target answered, and the result says that the table expected it', () => {
    const run = changed('stat', () => ({ outcome: 'absent', check: 'file', detail: 'the probe did not find it' }))
    const probes = [{ subsystem: 'file', tried: 'mkdtemp', came: 'Read-only file system', there: false }]
    expect(outcome({ ...run, probes }, 'stat')).toMatchObject({
      measured: false,
      reason: 'not_applicable',
      cause: 'no_subsystem',
      detail: 'file: asked by mkdtemp, it answered: Read-only file system',
      notes: ['the table expects file here, and the target does not have it'],
    })
  })

  it('has no number where batches were lost on the way', () => {
    const run = changed('stat', ({ rows }) => ({ outcome: 'passed', rows: rows.slice(1) }))
    expect(outcome(run, 'stat')).toMatchObject({ measured: false, reason: 'workload_error' })
  })
})

describe('a whole run', () => {
  const asked = ['file', 'ipc.pipe']
  const judge = (run: OsbenchRun) => wholeRun({ linux: asked }).judge(run, setting)

  it('is accepted as it came', () => {
    expect(judge(sound)).toMatchObject({ accepted: true })
  })

  it.each<[string, (run: OsbenchRun) => OsbenchRun, RegExp]>([
    ['an intent that nobody reported', (run) => ({ ...run, intents: run.intents.slice(1) }), /1 of 2 reported/],
    ['a file that was left', (run) => ({ ...run, done: [{ canaryNs: 1, filesLeft: 1 }] }), /no files left/],
    [
      'a question that was not asked',
      (run) => ({ ...run, probes: run.probes.filter(({ subsystem }) => subsystem !== 'ipc.pipe') }),
      /ipc\.pipe was not asked for/,
    ],
    ['two answers to a question', (run) => ({ ...run, probes: [...run.probes, ...run.probes] }), /asked for twice/],
    ['batches that belong to nothing', (run) => ({ ...run, stray: ['parts of stat, attempt 1'] }), /parts of attempts/],
    ['two ends', (run) => ({ ...run, done: [...run.done, ...run.done] }), /one end/],
    ['a canary better than the best', (run) => ({ ...run, done: [{ canaryNs: 1e9, filesLeft: 0 }] }), /best canary/],
  ])('is refused with %s', (_, change, why) => {
    const verdict = judge(change(sound))
    expect(verdict.accepted ? '' : verdict.rejected.join('; ')).toMatch(why)
  })
})

describe('a percentile of single operations', () => {
  const histogram = Array.from({ length: 100 }, (_, index) => ({ bucket: 160 + index, count: 100 }))
  const counted = { histogram, timedEach: 10_000 }

  it('is the nearest rank, less one reading of the clock', () => {
    const [median, p99] = [percentileOf(counted, 'op_p50', 0), percentileOf(counted, 'op_p99', 0)]
    expect(median).toBeGreaterThan(2 ** 16)
    expect(p99).toBeGreaterThan(median)
    expect(percentileOf(counted, 'op_p50', 20_000)).toBeCloseTo(median - 20, 6)
  })

  it('takes more operations the higher it is', () => {
    const run = changed('stat', () => ({ histogram: [{ bucket: 99, count: 2000 }], timedEach: 2000 }))
    expect(percentileOutcome(run, 'stat', 'op_p95', 5000)).toEqual({ measured: true })
    expect(percentileOutcome(run, 'stat', 'op_p99', 5000)).toMatchObject({ measured: false, reason: 'not_applicable' })
  })

  it('is refused where operations were lost on the way', () => {
    const run = changed('stat', () => ({ histogram: [{ bucket: 99, count: 1999 }], timedEach: 2000 }))
    expect(percentileOutcome(run, 'stat', 'op_p50', 5000)).toMatchObject({ reason: 'workload_error' })
  })
})
