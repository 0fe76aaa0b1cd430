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
/** The id of an intent: `syscall.null`. */
export type IntentId = keyof Intents

/** A metric: an intent with one size or count and, of a pair, where it runs. `ctx.ring8.same_cpu` of `ctx.ring`. */
export type VariantName = { [Id in IntentId]: keyof Intents[Id]['variants'] & string }[IntentId]

/** The ids of all intents, in the order of the table. */
export const intentIds = Object.keys(intents) as readonly IntentId[]

/** An intent without its literal types. */
export const intentOf = (id: IntentId): Intent => intents[id]

/** Where the two sides of a pair run: on one CPU, or on two. */
export const placements = ['same_cpu', 'diff_cpu'] as const
/** Where the parties of an intent run. */
export type Placement = (typeof placements)[number]

/** One size or count of an intent. */
export interface Variant {
  /** Its name, and the name of its metric. */
  readonly name: VariantName
  readonly intent: IntentId
  readonly set: InSet
  /** Undefined where a single flow of control is timed. */
  readonly placement: Placement | undefined
}

/** Every variant, in the order of the intents. */
export const variants: readonly Variant[] = intentIds.flatMap((id) =>
  Object.entries(intentOf(id).variants).map(([name, set]) => ({
    name: name as VariantName,
    intent: id,
    set,
    placement: placements.find((placement) => name.endsWith(`.${placement}`)),
  })),
)

/** A variant that a program measures on some system. */
export interface MeasuredVariant extends Variant {
  /** Name of its metric: that of the variant. */
  readonly metric: VariantName
  readonly set: Exclude<InSet, 'none'>
}

/** The metrics of the benchmark. */
export const measuredVariants: readonly MeasuredVariant[] = variants.flatMap((variant) =>
  variant.set === 'none' ? [] : [{ ...variant, metric: variant.name, set: variant.set }],
)
