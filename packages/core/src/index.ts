export { type Case, smp, smtDiagnostic } from './define/case.ts'
export type { JsonObject, JsonValue } from './define/json.ts'
export { type ProgramFile, ProgramManifest } from './define/program.ts'
export {
  type Cause,
  cause,
  type NonEmpty,
  type NotApplicableCause,
  type Reason,
  type Reasons,
  reasons,
  type Status,
  type Unmeasured,
} from './define/reasons.ts'
export { type AnyOf, type Architecture, anyOf, type Subsystem, type System } from './define/system.ts'
export { CapbenchError, type ErrorCode, errorCodes } from './error.ts'
export { type ChannelName, channels, guestExit, nonceDeliveries, protocol } from './protocol/grammar.ts'
export { ProcessExit, RunEnd } from './target/end.ts'
export type { HostEvent, ThreadAffinity } from './target/events.ts'
export { CleanExit, FaultPattern, Provenance, TargetFacts, UnmetNeed } from './target/facts.ts'
export {
  type Capability,
  can,
  type PrepareContext,
  type Requirement,
  type Role,
  roles,
  type RunRequest,
  type Target,
  type TranscriptSink,
} from './target/target.ts'
