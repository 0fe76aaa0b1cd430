import type { JsonValue } from '../define/json.ts'
import type { Metric, PerSystem, Unit } from '../define/metric.ts'
import type { PartOutcome } from '../define/part-outcome.ts'
import type { Parser, Transcript } from '../parse/transcript.ts'
import { grant } from './grant.ts'
import type { Setting, Verdict, Verified, Verifier } from './verdict.ts'

/** One metric of an accepted run: one number, or the independent requests of a distribution. */
export interface MetricValue {
  readonly verdict: Verdict
  /** What the metric says became of it; undefined where it says nothing. */
  readonly outcome?: PartOutcome
  /** Empty exactly where it was not measured, or its own verifier refused. */
  readonly values: readonly number[]
}

/** What a definition makes of one transcript. Metrics are read only where the verifier accepted. */
export type Evaluation =
  | { readonly complete: false; readonly lost: string }
  | {
      readonly complete: true
      readonly verdict: Verdict
      /** For the comparison between runs of one row. */
      readonly observation: JsonValue
      readonly metrics: { readonly [name: string]: MetricValue }
      /** How fast the CPU was, where the definition says how to read that; of an accepted run. */
      readonly canary?: number
    }

/** Parse, verify, measure: the same for every benchmark, and the only code that calls a metric. */
export function evaluate<O, P>(
  definition: {
    readonly parser: Parser<O>
    readonly verify: Verifier<O, P>
    readonly metrics: { readonly [name: string]: Metric<PerSystem<Unit>, O, P> }
    readonly canary?: ((run: Verified<O>) => number) | undefined
  },
  transcript: Transcript,
  setting: Setting<P>,
): Evaluation {
  const parsed = definition.parser.parse(transcript)
  if (!parsed.complete) return parsed
  const { verdict, verified } = grant(definition.verify, parsed.observation, setting)
  const metrics = verified === undefined ? {} : measure(definition.metrics, verified, setting)
  const canary = verified && definition.canary?.(verified)
  return {
    complete: true,
    verdict,
    observation: parsed.observation as JsonValue,
    metrics,
    ...(canary !== undefined && { canary }),
  }
}

const wholeRun: Verdict = { accepted: true, checked: ['the whole run'] }

function measure<O, P>(
  metrics: { readonly [name: string]: Metric<PerSystem<Unit>, O, P> },
  run: Verified<O>,
  setting: Setting<P>,
): { readonly [name: string]: MetricValue } {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, metric]): [string, MetricValue] => {
      const outcome = metric.outcome?.(run, setting)
      const said = outcome && { outcome }
      if (outcome?.measured === false) return [name, { verdict: wholeRun, ...said, values: [] }]
      const verdict = metric.verify?.judge(run, setting) ?? wholeRun
      if (!verdict.accepted) return [name, { verdict, ...said, values: [] }]
      const values = metric.kind === 'distribution' ? metric.from(run, setting) : [metric.from(run, setting)]
      return [name, { verdict, ...said, values }]
    }),
  )
}
