import { cpusHere, nonce, recordsOf, runToEnd } from '@capbench/house-programs'
import { partition } from '../../src/partition.ts'
import { built } from './program.ts'
import { settingOf } from './setting.ts'

export const limit = 20_000
const vcpus = 4

/** What the real program wrote on this host, and the setting that it ran in. */
export async function soundRun(directory: string) {
  const { code, stdout, stderr } = await runToEnd(await built(directory), [
    nonce,
    ...partition(limit, vcpus).map(String),
  ])
  if (code !== 0) throw new Error(`smp-primes ended with ${code}: ${stderr}`)
  return { bytes: stdout, records: recordsOf(stdout), setting: settingOf(vcpus, await cpusHere(), limit) }
}
