export { encodeStream } from '../protocol/record.ts'
export { type AuditedMutation, type AuditOptions, type AuditReport, auditEvidence } from './audit/audit-evidence.ts'
export { type MutationKind, mutationKinds } from './audit/mutation.ts'
export {
  type AuditedTerm,
  type AuthorityAudit,
  type AuthorityAuditOptions,
  auditAuthority,
} from './authority/audit-authority.ts'
export type { RecordedTranscript } from './benchmark/recording.ts'
export {
  type BenchmarkCheck,
  type BenchmarkReport,
  type TestBenchmarkOptions,
  testBenchmark,
} from './benchmark/test-benchmark.ts'
export { type FakeRun, fakeTarget, fixtureEnvelope } from './fake-target.ts'
export { launcherReport } from './launcher-report.ts'
export { sandboxReport } from './sandbox-report.ts'
export type { MakeWork, ProgramName, TargetPrograms } from './target/programs.ts'
export { type TargetCheck, type TargetReport, type TestTargetOptions, testTarget } from './target/test-target.ts'
