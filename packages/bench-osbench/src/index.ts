export { caposMeasure, type KnownFigure, type MeasureOptions } from './capos/measure/measure.ts'
export { type MeasureLine, type MeasureLog, measureLog } from './capos/measure/parse.ts'
export type { CaposErrors } from './capos/primitives/dispatch.ts'
export {
  type CaposPrimitivesOptions,
  caposPrimitives,
  type PrimitiveArea,
  primitiveAreas,
} from './capos/primitives/primitives.ts'
export type { Place } from './capos/primitives/records.ts'
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
export {
  osPrimitives,
  osPrimitivesFull,
  osPrimitivesFullWith,
  osPrimitivesWith,
  type SetChange,
} from './measure/definition.ts'
export type { JoiningSystem, JoiningSystems, OsbenchParameters } from './measure/joining.ts'
export { type Attempt, type OsbenchRun, osbenchRecordsOf, type RecordPlace } from './measure/records.ts'
export { type Cell, conditions, type TableSystem, tableSystems, type Work } from './table/cell.ts'
export { table } from './table/table.ts'
