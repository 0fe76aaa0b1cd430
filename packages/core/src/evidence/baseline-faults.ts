import type { Baseline, BaselineRow } from '../define/baseline.ts'
import { type EvidenceClass, evidenceClasses, type LabelReason, labelReasons } from '../judge/labels/names.ts'
import { worseClass } from '../judge/labels.ts'
import { maxBootstrapSamples } from '../statistics/bootstrap.ts'
import { drifts } from '../statistics/drift.ts'
import { median as medianOf } from '../statistics/median.ts'

/**
 * What a baseline says that does not follow from what else it says: medians and the reasons that come from samples, the
 * class that comes from the reasons, and a row that stands there twice.
 */
export function baselineFaults({ rows }: Baseline): readonly string[] {
  const seen = new Set<string>()
  return rows.flatMap((row) => {
    const name = `${row.benchmark} on ${row.target}, ${row.case}, ${row.metric}`
    const again = seen.has(name) ? ['it stands there twice'] : []
    seen.add(name)
    return [...again, ...faultsOf(row)].map((fault) => `${name}: ${fault}`)
  })
}

function faultsOf(row: BaselineRow): readonly string[] {
  const { samples, median, evidenceClass, classReasons } = row
  const own = medianOf(samples)
  const missing = reasonsIn(samples).filter((reason) => !classReasons.includes(reason))
  const allowed = classReasons.flatMap((reason) => (isReason(reason) ? [labelReasons[reason].class] : []))
  const best = allowed.reduce(worseClass, 'claimable' as EvidenceClass)
  return [
    ...(median === own ? [] : [`the median ${median} is stated, the samples have ${own}`]),
    ...missing.map((reason) => `the samples have the reason ${reason}, which is not stated`),
    ...(isClass(evidenceClass) && worseClass(evidenceClass, best) !== evidenceClass
      ? [`the class ${evidenceClass} is better than its reasons allow: ${classReasons.join(', ')}`]
      : []),
    ...(evidenceClass === 'claimable' && classReasons.length > 0 ? ['it is claimable and has reasons against it'] : []),
  ]
}

/** Reasons that lower the class and show in the samples alone. Past the limit the drift is not computed again. */
function reasonsIn(samples: readonly number[]): readonly LabelReason[] {
  return [
    ...(samples.length < 5 ? (['smoke-n<5'] as const) : []),
    ...(samples.length <= maxBootstrapSamples && drifts(samples) ? (['drift'] as const) : []),
  ]
}

const isReason = (name: string): name is LabelReason => Object.hasOwn(labelReasons, name)
const isClass = (name: string): name is EvidenceClass => (evidenceClasses as readonly string[]).includes(name)
