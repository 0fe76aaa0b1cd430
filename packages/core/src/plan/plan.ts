import type { Precision } from '../define/method.ts'
import { type Cause, cause } from '../define/reasons.ts'
import { type SubsystemNeed, unmetSubsystems } from '../define/system.ts'
import { CapbenchError } from '../error.ts'
import type { TargetFacts } from '../target/facts.ts'
import type { Config, EntryConfig } from './config.ts'
import { shuffled } from './order.ts'

/** One row of the matrix: benchmark x target x case. */
export interface Row {
  readonly benchmark: string
  readonly target: string
  readonly caseName: string
  readonly vcpus: number
}
/** The key of a row: equal for equal benchmark, target and case. */
export const rowKey = (row: Pick<Row, 'benchmark' | 'target' | 'caseName'>): string =>
  `${row.benchmark}/${row.target}/${row.caseName}`

export interface PlannedRow extends Row {
  readonly warmups: number
  readonly runs: number
  /** When to make more; undefined: never. */
  readonly precision?: Precision
  /** Keys of the proofs without which nothing of this row is derived. */
  readonly proofs: readonly string[]
}

/** What will run, and what will not and why. A pure function of configuration and facts. */
export interface Plan {
  readonly proofs: readonly Row[]
  readonly rows: readonly PlannedRow[]
  readonly unsupported: readonly { readonly row: Row; readonly causes: readonly [Cause, ...Cause[]] }[]
  /**
   * Rows in the order of each block; every block holds every row once. Warm-up blocks come first, and those that only
   * extra runs need come last.
   */
  readonly blocks: readonly { readonly warmup: boolean; readonly rows: readonly string[] }[]
  /** Most attempts of one measured run: contaminated ones are repeated until then. */
  readonly attempts: number
}

/** Most runs of one campaign: with every channel they still fit what is read of one directory. */
export const maxRuns = 8192

/**
 * @throws CAPBENCH_HOSTILE where configuration and facts do not belong together, CAPBENCH_USAGE for more runs than fit.
 */
export function makePlan(config: Config, facts: ReadonlyMap<string, TargetFacts>): Plan {
  const rows: PlannedRow[] = []
  const proofs = new Map<string, Row>()
  const unsupported: { row: Row; causes: [Cause, ...Cause[]] }[] = []
  for (const entry of config.entries) {
    const benchmark = config.benchmarks.find(({ name }) => name === entry.benchmark)
    const fact = facts.get(entry.target)
    if (benchmark === undefined || fact === undefined) {
      throw new CapbenchError(
        'CAPBENCH_HOSTILE',
        `the configuration names ${entry.benchmark} on ${entry.target}, but one of them is not described in it`,
      )
    }
    if (benchmark.tier === 0) continue
    for (const one of entry.cases) {
      const { name, vcpus } = one
      const row = { benchmark: entry.benchmark, target: entry.target, caseName: name, vcpus }
      const causes = obstacles(entry, one, fact, config)
      const [first, ...rest] = causes
      if (first !== undefined) {
        unsupported.push({ row, causes: [first, ...rest] })
        continue
      }
      const needed = benchmark.proofs.map((proof) => ({ ...row, benchmark: proof, caseName: `smp${vcpus}` }))
      for (const proof of needed) proofs.set(rowKey(proof), proof)
      rows.push({
        ...row,
        warmups: entry.warmups,
        runs: entry.runs,
        ...(entry.precision && { precision: entry.precision }),
        proofs: needed.map(rowKey),
      })
    }
  }
  const { attempts, seed } = config
  const planned = rows.reduce((sum, row) => sum + row.warmups + row.runs, proofs.size)
  const most = rows.reduce((sum, row) => sum + row.warmups + mostRuns(row) * attempts, proofs.size)
  if (most > maxRuns) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `${planned} runs are planned, ${most} with every re-run and extra run, and at most ${maxRuns} fit one ` +
        'campaign; ask for fewer runs or attempts, or divide the suite',
    )
  }
  return { proofs: [...proofs.values()], rows, unsupported, blocks: blocksOf(rows, seed), attempts }
}

function obstacles(
  entry: EntryConfig,
  { vcpus, memoryBytes = 0 }: EntryConfig['cases'][number],
  facts: TargetFacts,
  config: Config,
): readonly Cause[] {
  const found: Cause[] = []
  const benchmark = config.benchmarks.find(({ name }) => name === entry.benchmark)
  const system = config.targets.find(({ name }) => name === entry.target)?.system
  if (entry.workload === null) {
    const policy = benchmark?.unsupportedPolicy ?? ''
    found.push(cause('not_applicable', `${entry.benchmark} has no workload for ${system}: ${policy}`, 'no_workload'))
  }
  const needs = (benchmark?.requires ?? []) as readonly SubsystemNeed[]
  for (const need of unmetSubsystems(needs, facts.subsystems)) {
    found.push(cause('not_applicable', `${entry.target} does not offer ${need}`, 'no_subsystem'))
  }
  for (const { need, detail, remedy } of facts.unmet) {
    found.push(cause('missing_prerequisite', `${entry.target} needs ${need}: ${detail}. ${remedy}`))
  }
  const { usableMemoryBytes: usable, envelope } = facts
  const has = usable ?? envelope.memoryBytes
  if (has !== null && has < memoryBytes) {
    const most =
      usable === undefined
        ? `has ${mebibytes(has)}; give it more, or ask`
        : `can use ${mebibytes(has)} of what it has; ask`
    const detail = `${entry.benchmark} needs ${mebibytes(memoryBytes)} of memory, ${entry.target} ${most}`
    found.push(cause('missing_prerequisite', `${detail} for less work by the parameters`))
  }
  if (facts.unmet.length === 0 && facts.cpus.length < vcpus && !config.oversubscribe) {
    found.push(
      cause(
        'missing_prerequisite',
        `${vcpus} host CPUs are wanted, ${facts.cpus.length} may be used (${facts.cpus.join(',')}); ` +
          'use a larger host, or ask for oversubscription and get a functional-only row',
      ),
    )
  }
  return found
}

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`

const mostRuns = ({ runs, precision }: PlannedRow) => Math.max(runs, precision?.maxRuns ?? 0)

function blocksOf(rows: readonly PlannedRow[], seed: string): Plan['blocks'] {
  const most = (count: (row: PlannedRow) => number) => rows.reduce((max, row) => Math.max(max, count(row)), 0)
  const block = (warmup: boolean, index: number, count: (row: PlannedRow) => number) => ({
    warmup,
    rows: shuffled(
      rows.filter((row) => count(row) > index).map(rowKey),
      `${seed}/${warmup ? 'warmup' : 'run'}/${index}`,
    ),
  })
  const warmups = Array.from({ length: most((row) => row.warmups) }, (_, index) =>
    block(true, index, (row) => row.warmups),
  )
  const measured = Array.from({ length: most(mostRuns) }, (_, index) => block(false, index, mostRuns))
  return [...warmups, ...measured]
}
