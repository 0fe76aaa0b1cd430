export { encodeStream } from '../protocol/record.ts'
export { type FakeRun, fakeTarget, fixtureEnvelope, launcherReport } from './fake-target.ts'
