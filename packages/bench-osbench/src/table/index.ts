export { type Cell, type Condition, conditions, type TableSystem, tableSystems, type Work } from './cell.ts'
export { cellOf, intentsOn, table, workOf } from './table.ts'
