export { partitionRule } from './definition.ts'
export {
  hashChunks,
  hashChunksThreads,
  hashChunksThreadsWith,
  hashChunksWith,
  type Joining,
  type JoiningSystem,
} from './hash-chunks.ts'
export { formats, type Mode } from './records/formats.ts'
export {
  type HashRun,
  type HashSetup,
  type HashWorker,
  hashRecordSchemas,
  hashRecordsOf,
  type WholeRun,
} from './records/observation.ts'
export type { TimedBy } from './verify/timing.ts'
export { corpusRule, corpusSha256 } from './work/corpus.ts'
export { type HashParameters, memoryOf, tcgProfile, workOf } from './work/parameters.ts'
