import { harnessTarget } from '../../src/harness/target.ts'
import { runHarness } from '../helpers/run-harness.ts'

/** A program that uses the SDK: runs a harness that never ends, with the nonce that it is given. */
const [, , cwd = '', nonce = ''] = process.argv
await runHarness(harnessTarget({ name: 'fixture', system: 'fixture', command: ['./harness'], cwd }), { nonce })
