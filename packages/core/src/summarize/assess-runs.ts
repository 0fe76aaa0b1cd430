import type { Benchmark } from '../define/benchmark.ts'
import { CapbenchError } from '../error.ts'
import { type EvidenceContent, named, type StoredRun } from '../evidence/content.ts'
import { type RunSoFar, repeats } from '../plan/next.ts'
import { rowKey } from '../plan/plan.ts'
import { type Assessment, assess, presentedCpus, type SeenAuthority } from '../verify/assess.ts'
import { type CanaryWatch, watchCanaries, withCanary } from '../verify/contention/canary.ts'
import { type Contention, contentionOfRun, isContaminated } from '../verify/contention/contention.ts'
import { headlineValue } from './headline.ts'

/** A stored run and what became of it. */
export interface AssessedRun {
  readonly run: StoredRun
  readonly record: StoredRun['record']
  readonly assessment: Assessment
  readonly authority: SeenAuthority
  /** Also by what was seen after it: a later run may have shown that its CPU was slow. */
  readonly contention: Contention
  /** Whether it counted as contaminated when it had ended, which decided what ran next. */
  readonly contaminated: boolean
  /** A contaminated run that was to be repeated: kept, shown and counted, but none of its numbers is a sample. */
  readonly setAside: boolean
  /** Value of the first metric, on which extra runs depend; undefined where there is none. */
  readonly headline: number | undefined
}

/** Assesses every run of the evidence, proofs and warm-ups included. */
export function assessRuns(
  content: Pick<EvidenceContent, 'config' | 'facts' | 'runs'>,
  definitions: ReadonlyMap<string, Benchmark>,
): readonly AssessedRun[] {
  const canaries = watchCanaries()
  const ordered = [...content.runs].sort((a, b) => a.record.order - b.record.order)
  const assessed = new Map(ordered.map((run) => [run, assessRun(run, content, definitions, canaries)]))
  return content.runs.flatMap((run) => {
    const found = assessed.get(run)
    if (found === undefined) return []
    const canary = found.assessment.accepted ? found.assessment.canary : undefined
    return [{ ...found, contention: withCanary(found.contention, canary, canaries.best(keyOf(run))) }]
  })
}

const keyOf = ({ record }: Pick<StoredRun, 'record'>): string => rowKey({ ...record, caseName: record.case })

function assessRun(
  run: StoredRun,
  content: Pick<EvidenceContent, 'config' | 'facts'>,
  definitions: ReadonlyMap<string, Benchmark>,
  canaries: CanaryWatch,
): AssessedRun {
  const { record } = run
  const { config, facts: all } = content
  const entry = config.entries.find((each) => each.benchmark === record.benchmark && each.target === record.target)
  const caseConfig = entry?.cases.find(({ name }) => name === record.case)
  const system = config.targets.find(({ name }) => name === record.target)?.system
  const facts = all.get(record.target)
  const benchmark = definitions.get(record.benchmark)
  if (!(entry?.workload && caseConfig && facts && benchmark && system !== undefined)) {
    throw new CapbenchError('CAPBENCH_HOSTILE', `${run.folder} is a run of something that config.json does not name`)
  }
  if (caseConfig.vcpus !== record.vcpus) {
    throw new CapbenchError(
      'CAPBENCH_HOSTILE',
      `${run.folder}/run.json says ${record.vcpus} vCPUs, config.json says ${caseConfig.vcpus}`,
    )
  }
  const setting = {
    parameters: entry.parameters,
    case: { ...caseConfig, optIn: false },
    system,
    cpus: presentedCpus(facts, record.vcpus),
  }
  const expected = { benchmark, system, setting, facts, programSha256: entry.workload.program?.sha256 ?? null }
  const { assessment, authority } = named(run.folder, () => assess(run, expected))
  const seen = named(run.folder, () => contentionOfRun(run, facts, benchmark.method.cpuBound))
  const contention = canaries.judge(keyOf(run), assessment.accepted ? assessment.canary : undefined, seen)
  const contaminated = isContaminated(contention)
  const { kind, attempt } = record
  const setAside = repeats({ kind, accepted: assessment.accepted, contaminated }, attempt, config.attempts)
  const headline = headlineValue(benchmark, assessment)
  return { run, record, assessment, authority, contention, contaminated, setAside, headline }
}

/** What decides which run comes next. */
export function soFar({ record, assessment, contaminated, headline }: AssessedRun): RunSoFar {
  return {
    key: rowKey({ ...record, caseName: record.case }),
    kind: record.kind,
    accepted: assessment.accepted,
    contaminated,
    value: headline,
    ...(assessment.accepted && assessment.canary !== undefined && { canary: assessment.canary }),
  }
}
