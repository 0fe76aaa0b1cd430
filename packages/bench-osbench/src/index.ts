export type { InSet, Intent } from './intents/intent.ts'
export {
  type IntentId,
  intentIds,
  intentOf,
  intents,
  type MeasuredVariant,
  measuredVariants,
  type Placement,
  placements,
  type Variant,
  type VariantName,
  variants,
} from './intents/intents.ts'
export { type Lineage, upstream } from './intents/upstream.ts'
