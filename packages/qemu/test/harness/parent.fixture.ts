import { harnessTarget } from '../../src/harness/target.ts'
import { runHarness } from '../helpers/run-harness.ts'

/** A program that uses the SDK: runs a harness that never ends, and says when two QEMUs of it are up. */
const target = harnessTarget({
  name: 'fixture',
  system: 'fixture',
  command: ['./harness'],
  cwd: process.argv[2] ?? '',
})
setTimeout(() => console.log('up'), 1500)
await runHarness(target)
