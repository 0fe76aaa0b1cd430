import type { JsonObject } from '../define/json.ts'
import { byCodeUnits } from '../encode/canonical.ts'
import type { RunAuthority } from '../verify/authority/run-authority.ts'
import type { SeenDeviation } from '../verify/posture/posture.ts'

/** How the profile of a row was held, as its runs show it. */
export interface RowAuthority {
  /** Worst of its runs; what the target says of itself where no run says anything. */
  readonly enforcement: Enforcement
  /** For the result; undefined where nobody enforced or observed anything. */
  readonly observed: JsonObject | undefined
}

/** From best to worst; a machine without a boundary is none of these. */
const ranked = ['enforced', 'declared-and-checked', 'observed-only', 'unobserved', 'unenforced'] as const
export type Enforcement = (typeof ranked)[number] | 'no-isolation-boundary'

/**
 * What the runs of a row show together: the worst of what each had. A run of which nothing is known counts as one that
 * nobody held to anything.
 *
 * @param runs what was seen of each run that counts
 * @param claimed what the target says of itself
 * @param reported whether the records of the runs decide, and not the claim
 */
export function rowAuthority(
  runs: readonly { readonly seen: RunAuthority | undefined; readonly deviations: readonly SeenDeviation[] }[],
  claimed: 'enforced' | 'unenforced' | 'no-isolation-boundary',
  reported: boolean,
): RowAuthority {
  const posture = distinct(runs.flatMap(({ deviations }) => deviations.map(({ what }) => what)))
  const seen = runs.flatMap((run) => (run.seen === undefined ? [] : [run.seen]))
  const [first] = seen
  if (first === undefined) {
    const observed = posture.length === 0 ? undefined : { kind: 'none', posture }
    return { enforcement: reported && claimed === 'enforced' ? 'unenforced' : claimed, observed }
  }
  const blind = runs.length - seen.length
  const standings = [...seen.map(({ standing }) => standing), ...(blind > 0 ? (['unenforced'] as const) : [])]
  const because = [
    ...seen.flatMap((each) => each.because),
    ...(blind > 0 ? [`of ${blind} of ${runs.length} runs nothing was seen`] : []),
  ]
  const enforcement = standings.reduce((worst, each) => (ranked.indexOf(each) > ranked.indexOf(worst) ? each : worst))
  return { enforcement, observed: { ...togetherOf(seen), because: distinct(because), posture } }
}

function togetherOf(seen: readonly RunAuthority[]): JsonObject {
  const bundles = seen.flatMap((each) => (each.kind === 'bundle' ? [each] : []))
  if (bundles.length > 0) {
    const missing = distinct(bundles.flatMap((each) => each.missing))
    return { kind: 'bundle', missing, unchecked: distinct(bundles.flatMap((each) => each.unchecked)) }
  }
  const sandboxes = seen.flatMap((each) => (each.kind === 'sandbox' ? [each] : []))
  const filters = distinct(sandboxes.map(({ filter }) => filter?.sha256 ?? 'none'))
  const refused = sandboxes.flatMap((each) => each.refused.map(({ step, errno }) => `${step}: ${errno}`))
  const open = sandboxes.flatMap((each) => each.open.map(({ term, call }) => `${term}: ${call}`))
  return {
    kind: 'sandbox',
    isolation: distinct(sandboxes.map(({ isolation }) => isolation)),
    /** Digests of the programs of the filters. */
    filters,
    refused: distinct(refused),
    /** Denied in every run. */
    denied: distinct(sandboxes.flatMap((each) => each.denied)).filter((term) =>
      sandboxes.every((each) => each.denied.includes(term)),
    ),
    open: distinct(open),
    stats: distinct(sandboxes.flatMap((each) => each.stats)),
  }
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort(byCodeUnits)
