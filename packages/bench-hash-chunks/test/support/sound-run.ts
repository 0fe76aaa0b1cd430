import { cpusHere, nonce, recordsOf, runToEnd } from '@capbench/house-programs'
import type { Mode } from '../../src/records/formats.ts'
import { built } from './program.ts'
import { argumentsOf, settingOf, small } from './work.ts'

const vcpus = 4

/** What the real program wrote on this host, and the setting that it ran in. */
export async function soundRun(directory: string, mode: Mode) {
  const { code, stdout, stderr } = await runToEnd(await built(directory, { name: `sound-${mode}` }), [
    nonce,
    ...argumentsOf(mode, vcpus),
  ])
  if (code !== 0) throw new Error(`hash-chunks ended with ${code}: ${stderr}`)
  return { bytes: stdout, records: recordsOf(stdout), setting: settingOf(vcpus, await cpusHere(), small) }
}
