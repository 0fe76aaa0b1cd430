export { partitionRule } from './definition.ts'
export {
  hashChunks,
  hashChunksThreads,
  hashChunksThreadsWith,
  hashChunksWith,
  type Joining,
  type JoiningSystem,
} from './hash-chunks.ts'
export { type HashRun, type HashWorker, hashRecordsOf } from './records/observation.ts'
export { formats, hashRecordSchemas, type Mode } from './records/schemas.ts'
export type { TimedBy } from './verify/timing.ts'
export { corpusRule, corpusSha256 } from './work/corpus.ts'
export { type HashParameters, memoryOf, tcgProfile, workOf } from './work/parameters.ts'
