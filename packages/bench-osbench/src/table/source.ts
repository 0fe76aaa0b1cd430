import { type Variant, type VariantName, variants } from '../intents/intents.ts'
import type { TableSystem } from './cell.ts'
import { workOf } from './table.ts'

/**
 * The variant whose record holds the number of a variant on a system: itself, or that of the intent that is shown once
 * more. Undefined where the system has no work for it, or none of that size or placement.
 */
export function sourceOf(variant: Variant, system: TableSystem): VariantName | undefined {
  const work = workOf(variant.intent, system)
  if (work === undefined || work.only?.metrics.includes(variant.name) === false) return undefined
  if (work.shows === undefined) return variant.name
  return variants.find(({ intent, placement }) => intent === work.shows && placement === variant.placement)?.name
}
