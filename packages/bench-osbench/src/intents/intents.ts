import { compute } from './compute.ts'
import { files } from './files.ts'
import type { InSet, Intent } from './intent.ts'
import { ipc } from './ipc.ts'
import { memory } from './memory.ts'
import { network } from './network.ts'
import { processes } from './processes.ts'
import { systemCalls } from './system-calls.ts'

/** Every intent, by its id. Closed: the table of translations answers each of them for each system. */
export const intents = { ...systemCalls, ...ipc, ...processes, ...memory, ...compute, ...files, ...network } as const

type Intents = typeof intents
export type IntentId = keyof Intents

/** The name under which an intent is reported with one size or count: `ctx.ring8` of the intent `ctx.ring`. */
export type VariantName = { [Id in IntentId]: keyof Intents[Id]['variants'] & string }[IntentId]

export const intentIds = Object.keys(intents) as readonly IntentId[]

/** An intent without its literal types. */
export const intentOf = (id: IntentId): Intent => intents[id]

/** One size or count of an intent. */
export interface Variant {
  readonly name: VariantName
  readonly intent: IntentId
  readonly set: InSet
}

/** Every variant, in the order of the intents. */
export const variants: readonly Variant[] = intentIds.flatMap((id) =>
  Object.entries(intentOf(id).variants).map(([name, set]) => ({ name: name as VariantName, intent: id, set })),
)

/** Where the two sides of a pair run: on one CPU, or on two. */
export const placements = ['same_cpu', 'diff_cpu'] as const
export type Placement = (typeof placements)[number]

/** What is reported: a variant, and of a pair where it ran. It is a metric of the benchmark. */
export interface MeasuredVariant extends Variant {
  /** `pipe.rtt.same_cpu`, `stat` */
  readonly metric: string
  readonly placement: Placement | undefined
  readonly set: Exclude<InSet, 'none'>
}

/**
 * Every metric that a program measures on some system. Of a pair `same_cpu` is in the set of its variant and `diff_cpu`
 * in the full set, since no check inside the worker can tell a slow wake-up from a disturbed one.
 */
export const measuredVariants: readonly MeasuredVariant[] = variants.flatMap((variant): readonly MeasuredVariant[] => {
  const { name, set } = variant
  if (set === 'none') return []
  if (intentOf(variant.intent).flow === 'one') return [{ ...variant, set, metric: name, placement: undefined }]
  return placements.map((placement) => ({
    ...variant,
    set: placement === 'same_cpu' ? set : 'full',
    metric: `${name}.${placement}`,
    placement,
  }))
})
