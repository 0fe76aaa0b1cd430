import { capture } from '@capbench/host'
import { type Bound, type Group, type Line, lineOf, ratio, type Skipped } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { runWorker } from './worker.ts'

/** One measurement of Linux's own `perf bench` beside ours of the same thing. */
interface Pair {
  readonly name: string
  readonly metric: string
  readonly args: readonly string[]
  /** Nanoseconds, or MiB a second, out of what it prints. */
  readonly read: (output: string) => number
  readonly unit: 'ns' | 'MiB'
  readonly atMost: number | undefined
}

const number = (pattern: RegExp, output: string): number => Number(pattern.exec(output)?.[1] ?? Number.NaN)
const microseconds = (output: string) => number(/([\d.]+) usecs\/op/, output) * 1000

const pairs: readonly Pair[] = [
  {
    name: 'getppid',
    metric: 'syscall.null',
    args: ['syscall', 'basic', '-l', '2000000'],
    read: microseconds,
    unit: 'ns',
    atMost: 1.5,
  },
  {
    name: 'pipe round trip on one CPU',
    metric: 'pipe.rtt.same_cpu',
    args: ['sched', 'pipe', '-l', '100000'],
    read: microseconds,
    unit: 'ns',
    atMost: 1.5,
  },
  {
    name: 'copy of 4 MiB, a second',
    metric: 'mem.copy4m',
    args: ['mem', 'memcpy', '-s', '4MB', '-l', '50', '-f', 'default'],
    read: (output) => number(/([\d.]+) GB\/sec/, output) * 1024,
    unit: 'MiB',
    atMost: undefined,
  },
]

/** Before both: the first CPU, and ahead of other work where that is allowed. */
async function placement(): Promise<readonly string[]> {
  const { exit } = await capture({ file: 'chrt', args: ['-r', '1', 'true'] }).catch(() => ({ exit: undefined }))
  const first = exit?.kind === 'exited' && exit.code === 0 ? ['chrt', '-r', '1'] : []
  return [...first, 'taskset', '-c', '0']
}

async function perfBench(before: readonly string[], { args, read }: Pair): Promise<number> {
  const [file = '', ...rest] = [...before, 'perf', 'bench', ...args]
  const { exit, stdout, stderr } = await capture({ file, args: rest, timeoutMs: 120_000 })
  const value = read(`${stdout}${stderr}`)
  if (exit.kind !== 'exited' || exit.code !== 0 || !(value > 0)) throw new Error(`perf bench: ${stderr}`)
  return value
}

/** The same things by `perf bench`, in turn and in the same place. */
export async function measureBesidePerf({ primitiveRounds, primitiveMs }: Scale): Promise<Omit<Group, 'name'>> {
  const name = 'perf bench'
  const { exit } = await capture({ file: 'perf', args: ['--version'] }).catch(() => ({ exit: undefined }))
  if (exit?.kind !== 'exited' || exit.code !== 0)
    return { lines: [], bounds: [], skipped: [{ name, why: 'perf is missing; `apt-get install linux-perf`' }] }
  const before = await placement()
  const lines: Line[] = []
  const bounds: Bound[] = []
  const skipped: Skipped[] = []
  for (const pair of pairs) {
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < primitiveRounds; round++) {
      theirs.push(await perfBench(before, pair))
      const value = (await runWorker(before, primitiveMs, [pair.metric])).medians.get(pair.metric)
      if (value !== undefined) ours.push(value)
    }
    if (ours.length === 0) {
      skipped.push({ name: pair.metric, why: 'refused as noise in every round' })
      continue
    }
    const own = lineOf(`${pair.name}: ours`, ours, pair.unit)
    const other = lineOf(`${pair.name}: perf bench`, theirs, pair.unit)
    lines.push(own, other)
    const over =
      pair.unit === 'ns'
        ? ratio(`${pair.name}: perf bench over ours`, other, own, pair.atMost ?? 0)
        : ratio(`${pair.name}: ours over perf bench`, own, other, 0)
    if (pair.atMost === undefined) lines.push(lineOf(over.name, [over.median], 'x'))
    else bounds.push(over)
  }
  return { lines, bounds, skipped }
}
