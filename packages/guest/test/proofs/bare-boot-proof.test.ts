import { smp } from '@capbench/core'
import { expect, it } from 'vitest'
import { buildBareGuestProgram } from '../../src/build/bare/guest-programs.ts'
import { bootProof } from '../../src/proofs/boot-proof.ts'
import { boot } from '../support/boot.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { nonce } from '../support/run.ts'

const directory = temporaryDirectory()

const judge = (records: Uint8Array, cpus: number) =>
  bootProof.evaluate(
    {
      nonce,
      channel: (name) => (name === 'records' ? records : new Uint8Array()),
      artifact: () => new Uint8Array(),
    },
    { parameters: {}, case: smp(cpus), system: 'bare', cpus },
  )

it.each([1, 2, 4])('the image proves a machine of %i CPUs, and no other count', async (vcpus) => {
  const { path, manifest } = await buildBareGuestProgram('proof-boot', directory)
  expect(manifest.notes).not.toContain('program-digest-unexpected')
  const { code, records } = await boot(path, directory, { vcpus, append: `-- ${nonce}` })
  expect(code).toBe(33)
  expect(judge(records, vcpus)).toMatchObject({ complete: true, verdict: { accepted: true } })
  expect(judge(records, vcpus + 1)).toMatchObject({ verdict: { accepted: false } })
})
