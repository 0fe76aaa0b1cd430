export { type Call, type CallInterface, callInterfaces, calls } from './authority/calls/calls.ts'
export { type Arguments, type Decision, decideCall, missingTerms } from './authority/calls/decide.ts'
export type { ArgumentTest, CallRule, Clause } from './authority/calls/rule.ts'
export {
  type BundleCheck,
  BundleRecord,
  CapOSManifest,
  checkBundle,
  checkManifest,
} from './authority/capos/manifest.ts'
export { type CapOSGrant, type CapOSInterfaces, capOSBundle, capOSTerms } from './authority/capos/mapping.ts'
export { type PrivilegedPart, privilegedParts } from './authority/privileged.ts'
export {
  type AuthorityProfile,
  attenuate,
  combine,
  defineAuthorityProfile,
  isWithin,
  normalPosture,
  type Posture,
} from './authority/profile.ts'
export {
  AuthorityRecord,
  authorityRecords,
  ObservedRecord,
  ProbesRecord,
  StatsRecord,
  ViolationRecord,
} from './authority/records.ts'
export type { Hold, TermMeaning } from './authority/systems/meaning.ts'
export { comesWith, meaningOf, probedTerms, termsHeld, termsOn } from './authority/systems.ts'
export { type StatsSource, statsSources, type Term, terms } from './authority/terms.ts'
export { type ComparableRow, type RowSource, type RowSpeedup, rowOf, rowsOf } from './compare/comparable-row.ts'
export {
  type ComparedLine,
  type ComparedPair,
  type CompareOptions,
  type Comparison,
  compare,
} from './compare/compare.ts'
export { type Beside, type ContextRow, contextRow, type PublishedFigure } from './compare/context-row.ts'
export type { RatioCounterpart } from './compare/counterpart.ts'
export { type Obstacle, type Ratio, ratioOf } from './compare/ratio.ts'
export type { Baseline, BaselineRow } from './define/baseline.ts'
export type { Benchmark, CaseName, Definition, MetricName, Parameters, PreparedWorkload } from './define/benchmark.ts'
export { type Case, smp, smtDiagnostic } from './define/case.ts'
export { defineBenchmark } from './define/define-benchmark.ts'
export type { DialogueStep } from './define/dialogue.ts'
export type { Gate, GateInterval, GateRow, GateVerdict, RowFigures } from './define/gate.ts'
export { ceiling } from './define/gates/ceiling.ts'
export type { GateOptions } from './define/gates/decide.ts'
export { everyGate } from './define/gates/every-gate.ts'
export { regression } from './define/gates/regression.ts'
export { speedup } from './define/gates/speedup.ts'
export { withGates } from './define/gates/with-gates.ts'
export type { JsonObject, JsonValue } from './define/json.ts'
export type { Counterpart, Mechanism, Mechanisms } from './define/mechanism.ts'
export type { Backing, Corpus, Lineage, Method, Nondeterminism, Precision, Tier } from './define/method.ts'
export { type Clock, type Metric, onSystem, type PerSystem, type Unit } from './define/metric.ts'
export { parametrize } from './define/parametrize.ts'
export type { PartOutcome, PartReason } from './define/part-outcome.ts'
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
export {
  concat,
  type Entry,
  enforce,
  filter,
  mapTargets,
  type Suite,
  suite,
  withCases,
  withMethod,
  withParameters,
} from './define/suite.ts'
export { type AnyOf, type Architecture, anyOf, type Subsystem, type System } from './define/system.ts'
export { Type } from './define/type.ts'
export { withAuthority } from './define/with-authority.ts'
export type { ConsoleWorkload, ProgramWorkload, Workload } from './define/workload.ts'
export { canonicalBytes, canonicalJson, sha256Hex } from './encode/canonical.ts'
export { decodeResult } from './encode/capnp/decode-result.ts'
export { encodeResult } from './encode/capnp/encode-result.ts'
export { escapeHidden } from './encode/escape-hidden.ts'
export { assertPassed, type NotMeasured, type Passed, type Result, type ResultIdentity } from './encode/read-result.ts'
export { StoredResult } from './encode/result.ts'
export { shellCommand, shellWord } from './encode/shell.ts'
export { readCanonicalJson } from './encode/strict.ts'
export { CapbenchError, type ErrorCode, errorCodes } from './error.ts'
export { baselineBytes, exportBaseline, readBaseline } from './evidence/baseline.ts'
export { type Campaign, readCampaign } from './evidence/campaign.ts'
export { CampaignFact, type EvidenceContent } from './evidence/content.ts'
export { type HandCommand, handCommand } from './evidence/hand-command.ts'
export type { UnindexedCampaign } from './evidence/index-chain.ts'
export type { IndexedCampaign } from './evidence/index-line.ts'
export {
  type CampaignFilter,
  type ListedCampaign,
  listCampaigns,
  unindexedCampaigns,
} from './evidence/list-campaigns.ts'
export { type MergedCampaigns, merge } from './evidence/merge.ts'
export { isName } from './evidence/paths.ts'
export { readRows } from './evidence/read-rows.ts'
export { type RebuiltIndex, rebuildIndex } from './evidence/rebuild-index.ts'
export { RunRecord, runFolder } from './evidence/run-record.ts'
export type { Ed25519Key } from './evidence/signature/keys.ts'
export { type SignOptions, signCampaign } from './evidence/signature/sign.ts'
export {
  type SignatureFault,
  type SignatureVerdict,
  type TrustedKeys,
  verifySignature,
} from './evidence/signature/verify.ts'
export {
  type EvidenceCheck,
  type Verification,
  type VerifyOptions,
  verifyEvidence,
} from './evidence/verify-evidence.ts'
export type { CampaignEvent, Reporter } from './execute/campaign-events.ts'
export { type ImportOptions, importTranscripts } from './execute/import/import-transcripts.ts'
export type { DeclaredEnvironment } from './execute/import/imported-target.ts'
export type { ImportedTranscript } from './execute/import/transcripts.ts'
export { type PlannedCampaign, planCampaign } from './execute/plan-campaign.ts'
export { defaultStore, type RunOptions, run } from './execute/run.ts'
export { type RunningCampaign, start } from './execute/start.ts'
export type { Analysis, RunContention } from './judge/analysis.ts'
export type { RowCosts } from './judge/boot-costs.ts'
export {
  compareEnvelopes,
  type EnvelopeComparison,
  type EnvelopeDifference,
  type EnvelopeSide,
} from './judge/compare-envelopes.ts'
export { exitCodes } from './judge/exit-code.ts'
export type { JudgedGate } from './judge/gates.ts'
export {
  type EvidenceClass,
  evidenceClasses,
  evidenceClassSays,
  type LabelNote,
  type LabelReason,
  labelNotes,
  labelReasons,
} from './judge/labels/names.ts'
export type { Regressions } from './judge/regressions.ts'
export type { Scaling, Speedup } from './judge/speedups.ts'
export type { RowStability } from './judge/stability.ts'
export { refuseUnknownOptions } from './options.ts'
export { type Emulator, emulatorOf, type GuestTopology } from './parse/emulator/emulator.ts'
export { smpRefusal } from './parse/emulator/refusal.ts'
export { framed } from './parse/framed.ts'
export { type LineGroups, type LinesOf, type LinesOptions, lines } from './parse/lines.ts'
export { parseStream, type Stream, type StreamOptions, type StreamRecord } from './parse/stream.ts'
export type { Parsed, Parser, Transcript } from './parse/transcript.ts'
export { Config, type Purpose, purposes } from './plan/config.ts'
export type { NextRun, Stop } from './plan/next.ts'
export { type Plan, type PlannedRow, type Row, rowKey } from './plan/plan.ts'
export {
  type ChannelName,
  channels,
  guestExit,
  type NonceDelivery,
  nonceDeliveries,
  protocol,
} from './protocol/grammar.ts'
export type { BcaInterval, BcaOfMean } from './statistics/bca.ts'
export { type RatioInterval, ratioOfMedians } from './statistics/bootstrap.ts'
export { type Drift, driftOf } from './statistics/drift.ts'
export { loadStatistics, type Statistics } from './statistics/load.ts'
export type { TwoLevel } from './statistics/normal-theory.ts'
export { type PermutationTest, permutationTest } from './statistics/permutation.ts'
export { type RankSum, rankSum } from './statistics/rank-sum.ts'
export { type AmdahlFit, fitAmdahl, fitUsl, type ScalingPoint, type UslFit } from './statistics/scaling-fits.ts'
export { pairedShiftRatio, type ShiftRatio, shiftRatio } from './statistics/shift.ts'
export { steadyFrom } from './statistics/steady-state.ts'
export { variationLimit } from './statistics/variation-limit.ts'
export type { AssessedRun } from './summarize/assess-runs.ts'
export { valueOfMetric } from './summarize/headline.ts'
export type { Summary } from './summarize/summary.ts'
export { ProcessExit, RunEnd } from './target/end.ts'
export type { HostEvent, ThreadAffinity } from './target/events.ts'
export {
  CleanExit,
  Envelope,
  type EnvelopeField,
  FaultPattern,
  Provenance,
  TargetFacts,
  UnmetNeed,
} from './target/facts.ts'
export {
  type PrepareContext,
  type Requirement,
  type Role,
  type RunRequest,
  roles,
  type Target,
  type TranscriptSink,
  type Work,
} from './target/target.ts'
export type { Assessment } from './verify/assess.ts'
export type { Contamination, Contention } from './verify/contention/contention.ts'
export { contentionLimits } from './verify/contention/limits.ts'
export type { ThreadTime } from './verify/contention/threads.ts'
export type { Evaluation } from './verify/evaluate.ts'
export { every, type Setting, type Verdict, type Verified, type Verifier, verdictOf } from './verify/verdict.ts'
