export { encodeStream } from '../protocol/record.ts'
export { type FakeRun, fakeTarget, fixtureEnvelope, launcherReport } from './fake-target.ts'
export type { MakeWork, ProgramName, TargetPrograms } from './target/programs.ts'
export { type TargetCheck, type TargetReport, type TestTargetOptions, testTarget } from './target/test-target.ts'
