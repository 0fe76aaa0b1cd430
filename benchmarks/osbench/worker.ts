import { randomBytes } from 'node:crypto'
import { osPrimitives } from '@capbench/bench-osbench'
import { type Benchmark, smp, type Transcript } from '@capbench/core'
import { hostArchitecture } from '@capbench/guest'
import { capture } from '@capbench/host'

/** One run of the program: what its definition makes of it, and what it said of batches and time. */
export interface WorkerRun {
  /** Median of clean batches by metric; undefined where the run refused it. */
  readonly medians: ReadonlyMap<string, number | undefined>
  /** Every batch of the last attempt, clean or not, in ns of one operation. */
  readonly allBatches: ReadonlyMap<string, readonly number[]>
  /** Milliseconds of an intent, calibration and checks included, and those inside its batches; all attempts. */
  readonly spent: ReadonlyMap<string, { readonly totalMs: number; readonly batchMs: number; readonly canaryMs: number }>
  readonly wallMs: number
}

const nonce = (): string => randomBytes(16).toString('hex')

/** Path of the built program. @throws Error where there is no architecture that it is built for */
function programPath(): string {
  const workload = osPrimitives.workloadFor('linux')
  if (workload?.form !== 'program' || hostArchitecture === undefined) throw new Error('no program for this host')
  return workload.program(hostArchitecture).path
}

interface Said {
  readonly id: string
  readonly attempt: number
  readonly operations: number
  readonly steps: number
  readonly wallNs: number
  readonly rows?: readonly (readonly [number, number, number])[]
}

const recordsOf = (text: string, type: string): readonly Said[] =>
  text.split('\n').flatMap((line) => {
    const [, , , kind, ...rest] = line.split(' ')
    return kind === type ? [JSON.parse(rest.join(' ')) as Said] : []
  })

/**
 * Runs the program once, in front of it whatever places it.
 *
 * @param before such as `['taskset', '-c', '0']`
 * @param selectors `quick`, or ids
 */
export async function runWorker(
  before: readonly string[],
  ms: number,
  selectors: readonly string[],
  benchmark: Benchmark = osPrimitives,
): Promise<WorkerRun> {
  const own = nonce()
  const [file = '', ...args] = [...before, programPath(), own, `${ms}`, '0', '-', ...selectors]
  const begin = performance.now()
  const { exit, stdout, stderr } = await capture({ file, args, timeoutMs: 600_000 })
  const wallMs = performance.now() - begin
  if (exit.kind !== 'exited' || exit.code !== 0) throw new Error(`osbench: ${stderr}`)
  const transcript: Transcript = {
    nonce: own,
    channel: (name) => (name === 'records' ? Buffer.from(stdout) : new Uint8Array()),
    artifact: () => new Uint8Array(),
  }
  const setting = { parameters: benchmark.defaults, case: smp(2), system: 'linux', cpus: 2 }
  const evaluation = benchmark.evaluate(transcript, setting)
  if (!evaluation.complete) throw new Error(`osbench: ${evaluation.lost}`)
  const medians = Object.entries(evaluation.metrics).map(([name, { values }]) => [name, values[0]] as const)
  return { medians: new Map(medians), allBatches: batchesOf(stdout), spent: spentOf(stdout), wallMs }
}

function batchesOf(text: string): ReadonlyMap<string, readonly number[]> {
  const batches = recordsOf(text, 'batches')
  const last = new Map(recordsOf(text, 'intent').map((said) => [said.id, said]))
  return new Map(
    [...last].map(([id, { attempt, operations, steps }]) => {
      const rows = batches.filter((part) => part.id === id && part.attempt === attempt).flatMap(({ rows = [] }) => rows)
      return [id, rows.map(([wallNs]) => wallNs / operations / steps)]
    }),
  )
}

function spentOf(text: string): WorkerRun['spent'] {
  const batches = recordsOf(text, 'batches')
  const intents = Map.groupBy(recordsOf(text, 'intent'), ({ id }) => id)
  return new Map(
    [...intents].map(([id, attempts]) => {
      const rows = batches.filter((part) => part.id === id).flatMap(({ rows: own = [] }) => own)
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / 1e6
      return [
        id,
        {
          totalMs: sum(attempts.map(({ wallNs }) => wallNs)),
          batchMs: sum(rows.map(([wallNs]) => wallNs)),
          canaryMs: sum(rows.map(([, , canaryNs]) => 2 * canaryNs)),
        },
      ]
    }),
  )
}
