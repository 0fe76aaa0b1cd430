import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { smpPrimes } from '@capbench/bench-smp-primes'
import { type Campaign, run, suite, withCases, withMethod, withParameters } from '@capbench/core'
import { nativeHost } from '@capbench/host'
import { bareGuest, linuxGuest } from '@capbench/qemu'
import { type Group, type Line, lineOf, type Skipped } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'

const cases = ['smp1', 'smp2'] as const
type CaseName = (typeof cases)[number]
const elapsed = 'elapsed'

/** Runs in the order in which they ran, of one case on one target. */
interface Row {
  readonly elapsedMs: readonly number[]
  /** Longest wait of a vCPU, or of a worker, for a CPU inside the timed region. */
  readonly delayMs: readonly number[]
}

/**
 * Speedup from one to two CPUs of the same compute on bare metal, in a Linux guest and on the host, interleaved by
 * capbench itself, with the run delay of each run beside it. Nothing is made again: a disturbed run is seen and not
 * hidden.
 */
export async function measureSpeedup({ boots, primesUpTo }: Scale, kernel: string | undefined): Promise<Group> {
  const targets = [bareGuest(), linuxGuest(kernel === undefined ? {} : { kernel }), nativeHost()]
  const store = mkdtempSync(join(tmpdir(), 'capbench-speedup-'))
  try {
    const all = withCases(suite({ name: 'speedup', benchmarks: [smpPrimes], targets }), smpPrimes, [...cases])
    const sized = withParameters(withMethod(all, smpPrimes, { runs: boots }), smpPrimes, { limit: primesUpTo })
    const campaign = await run(sized, { store, attempts: 1 })
    const found = targets.map(({ name }) => linesOf(name, campaign))
    return {
      name: 'speedup of smp-primes from one to two CPUs',
      lines: found.flatMap(({ lines }) => lines),
      bounds: [],
      skipped: found.flatMap(({ skipped }) => skipped),
    }
  } finally {
    rmSync(store, { recursive: true, force: true })
  }
}

function linesOf(target: string, campaign: Campaign): Pick<Group, 'lines' | 'skipped'> {
  const [one, two] = cases.map((name) => rowOf(target, name, campaign))
  if (typeof one === 'string' || one === undefined) return { lines: [], skipped: skip(target, one) }
  if (typeof two === 'string' || two === undefined) return { lines: [], skipped: skip(target, two) }
  const pairs = one.elapsedMs.map((before, index) => before / (two.elapsedMs[index] ?? Number.NaN))
  const lines: readonly Line[] = [
    lineOf(`${target}: one CPU`, one.elapsedMs),
    lineOf(`${target}: two CPUs`, two.elapsedMs),
    lineOf(`${target}: speedup, pair by pair`, pairs, 'x'),
    lineOf(`${target}: run delay on one CPU`, one.delayMs),
    lineOf(`${target}: run delay on two CPUs`, two.delayMs),
  ]
  return { lines, skipped: [] }
}

const skip = (target: string, why = 'nothing came'): readonly Skipped[] => [{ name: `${target}: speedup`, why }]

/** The runs of a row, or why there are none. */
function rowOf(target: string, caseName: CaseName, { results, analysis }: Campaign): Row | string {
  const result = results.find((each) => each.target === target && each.case === caseName && each.metric === elapsed)
  if (result === undefined) return `no result of ${caseName}`
  if (result.status !== 'passed') return `${caseName} is ${result.status}: ${result.detail}`
  const runs = analysis.contention.filter(({ run }) => run.startsWith(`raw/${result.benchmark}/${target}/${caseName}/`))
  const longest = ({ threads }: (typeof runs)[number]) => Math.max(0, ...threads.map(({ delayNs }) => delayNs))
  return {
    elapsedMs: result.measurement.samples.map((ns) => ns / 1e6),
    delayMs: runs.map((each) => longest(each) / 1e6),
  }
}
