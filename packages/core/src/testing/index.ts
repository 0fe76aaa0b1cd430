export { encodeStream } from '../protocol/record.ts'
export { type FakeRun, fakeTarget, launcherReport } from './fake-target.ts'
