import { CapbenchError, run, suite, verifyEvidence } from '@capbench/core'
import { fakeTarget, fixtureEnvelope } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../store.ts'
import { good, toy } from './toy.ts'

const mebibyte = 2 ** 20

async function onMachineWith(
  memoryBytes: number | null,
  memory: NonNullable<typeof toy.memory>,
  limit: { readonly usableMemoryBytes?: number } = {},
) {
  const hungry = { ...toy, memory }
  const envelope = { ...fixtureEnvelope, memoryBytes }
  const target = fakeTarget({ name: 'fake', facts: { envelope, ...limit }, play: (request) => good(request) })
  const campaign = await run(suite({ name: 'toys', benchmarks: [hungry], targets: [target] }), {
    store: temporaryDirectory(),
  })
  expect(await verifyEvidence(campaign.directory, { benchmarks: [hungry] })).toMatchObject({ verified: true })
  return ['smp1', 'smp2'].map((name) => campaign.results.find((result) => result.case === name))
}

describe('the memory that a run needs', () => {
  test('is asked for case by case, and a target that has less gives no number and is not run', async () => {
    const [one, two] = await onMachineWith(100 * mebibyte, ({ case: { vcpus } }) => vcpus * 64 * mebibyte)
    expect(one).toMatchObject({ status: 'passed' })
    expect(two).toMatchObject({
      status: 'unsupported',
      reason: 'missing_prerequisite',
      detail: 'toy needs 128 MiB of memory, fake has 100 MiB; give it more, or ask for less work by the parameters',
      runs: { measured: 0 },
    })
  })

  test('is there where a target has exactly as much, and where nobody knows how much it has', async () => {
    for (const has of [64 * mebibyte, null]) {
      const [one] = await onMachineWith(has, () => 64 * mebibyte)
      expect(one).toMatchObject({ status: 'passed' })
    }
  })

  test('is compared with what a target can use of it, where that is less than what its machine has', async () => {
    const [one, two] = await onMachineWith(512 * mebibyte, ({ case: { vcpus } }) => vcpus * 64 * mebibyte, {
      usableMemoryBytes: 100 * mebibyte,
    })
    expect(one).toMatchObject({ status: 'passed' })
    expect(two).toMatchObject({
      reason: 'missing_prerequisite',
      detail: 'toy needs 128 MiB of memory, fake can use 100 MiB of what it has; ask for less work by the parameters',
    })
  })

  test('that cannot be told for these parameters keeps the campaign from starting', async () => {
    const refusing = onMachineWith(null, () => {
      throw new CapbenchError('CAPBENCH_USAGE', 'these parameters do not fit together')
    })
    await expect(refusing).rejects.toMatchObject({ code: 'CAPBENCH_USAGE' })
  })
})
