import { run, suite, withCases, withMethod, withParameters } from '@capbench/core'
import { fakeTarget, fixtureEnvelope } from '@capbench/core/testing'
import { temporaryDirectory } from '@capbench/house-programs'
import { describe, expect, it } from 'vitest'
import { hashChunks, hashChunksThreads } from '../src/hash-chunks.ts'
import { corpusSha256 } from '../src/work/corpus.ts'
import { tcgProfile } from '../src/work/parameters.ts'
import { settingOf } from './support/work.ts'

const both = [hashChunks, hashChunksThreads] as const

describe.each(both)('the definition of $name', (benchmark) => {
  it('is a portable workload of tier 3, 64 MiB in chunks of 64 KiB, strong unless told otherwise', () => {
    expect(benchmark).toMatchObject({ tier: 3, backing: 'memory', lineage: { official: false } })
    expect(benchmark.defaults).toEqual({
      hash: 'sha256',
      corpusBytes: 67_108_864,
      chunkBytes: 65_536,
      passes: 16,
      seed: 1,
      scaling: 'strong',
    })
  })

  it('has the cases of the matrix, hyper-threads only when asked for', () => {
    expect(benchmark.cases.map(({ name, vcpus, optIn, smt }) => [name, vcpus, optIn, smt])).toEqual([
      ['smp1', 1, false, false],
      ['smp2', 2, false, false],
      ['smp4', 4, false, false],
      ['smp8-smt', 8, true, true],
    ])
  })

  it('judges a time that means the same in both forms of scaling, and gives the elapsed one beside it', () => {
    expect(benchmark.metrics.map(({ name, unit, kind }) => [name, unit, kind])).toEqual([
      ['elapsed-per-corpus', { linux: 'ns', bare: 'ns' }, 'scalar'],
      ['elapsed', { linux: 'ns', bare: 'ns' }, 'scalar'],
      ['throughput', 'MiB/s', 'scalar'],
      ['cycles-per-byte', 'cycles/byte', 'scalar'],
      ['chunk', 'cycles', 'distribution'],
      ['total', { linux: 'ns', bare: 'ns' }, 'scalar'],
    ])
    expect(benchmark.gates).toMatchObject([
      { name: 'speedup-smp1-smp2', reads: [{ metric: 'headline' }, { case: 'smp2' }], rule: { atLeast: 1.6 } },
    ])
    expect(benchmark.metrics.filter(({ requires }) => requires.includes('clock.cycles'))).toHaveLength(2)
  })

  it('hands every system the same words, and nothing to one that it does not know', () => {
    const mode = benchmark === hashChunks ? 'processes' : 'threads'
    const words = [mode, '2', 'sha256', '67108864', '65536', '16', '1', corpusSha256(67_108_864, 1)]
    for (const system of ['linux', 'bare']) {
      const workload = benchmark.workloadFor(system)
      if (workload?.form !== 'program') throw new Error('hash-chunks is a program')
      expect(workload.args(settingOf(2, 2, benchmark.defaults, system))).toEqual(words)
    }
    expect(benchmark.workloadFor('capos')).toBeUndefined()
  })

  it('states corpus, partition and timed region for the comparison hash', () => {
    expect(benchmark.comparison.partition).toMatch(/^equal-contiguous\/1: .*RFC 6962/)
    expect(benchmark.comparison.timedRegion).toContain('No system call')
    const mode = benchmark === hashChunks ? 'processes' : 'threads'
    expect(benchmark.verifier).toEqual({
      name: `every-worker+stated-work.${mode}+worker-slots+forward-clock.timing`,
      version: 4,
    })
  })
})

describe('the two modes', () => {
  it('are benchmarks of their own, with authority of their own', () => {
    expect(both.map(({ name }) => name)).toEqual(['hash-chunks', 'hash-chunks-threads'])
    expect(hashChunks.authority.terms).toContain('process.spawn')
    expect(hashChunks.authority.terms).not.toContain('thread.spawn')
    expect(hashChunksThreads.authority.terms).toContain('thread.spawn')
    expect(hashChunksThreads.authority.terms).not.toContain('process.spawn')
  })

  it('share the proof, so that they fit one suite', () => {
    expect(hashChunks.proofs).toEqual(hashChunksThreads.proofs)
    const target = fakeTarget({ name: 'fake', play: () => ({}) })
    expect(suite({ name: 'both', benchmarks: both, targets: [target] }).entries).toHaveLength(2)
  })
})

/** What becomes of each row on a target that never answers: what is said before anything runs. */
async function plannedOn(
  facts: { readonly cpus: readonly number[]; readonly memoryMiB: number },
  change: Partial<typeof hashChunks.defaults> = {},
) {
  const target = fakeTarget({
    name: 'fake',
    facts: { cpus: [...facts.cpus], envelope: { ...fixtureEnvelope, memoryBytes: facts.memoryMiB * 2 ** 20 } },
    play: () => ({}),
  })
  const all = withMethod(suite({ name: 'plan', benchmarks: [hashChunks], targets: [target] }), hashChunks, { runs: 1 })
  const cased = withCases(all, hashChunks, ['smp1', 'smp2', 'smp4', 'smp8-smt'])
  const campaign = await run(withParameters(cased, hashChunks, change), { store: temporaryDirectory(), attempts: 1 })
  const rows = campaign.results.filter(({ metric }) => metric === 'elapsed')
  return new Map(rows.map((row) => [row.case, row.status === 'passed' ? 'passed' : `${row.reason}: ${row.detail}`]))
}

describe('a row', () => {
  it('with four workers is not there on a host with fewer than four CPUs', async () => {
    const rows = await plannedOn({ cpus: [0, 1], memoryMiB: 1024 })
    expect(rows.get('smp2')).not.toContain('missing_prerequisite')
    expect(rows.get('smp4')).toMatch(/^missing_prerequisite: 4 host CPUs are wanted, 2 may be used/)
    expect(rows.get('smp8-smt')).toMatch(/^missing_prerequisite: 8 host CPUs are wanted/)
  })

  it('whose corpus does not fit the memory is not there either, and says how much is wanted', async () => {
    const rows = await plannedOn({ cpus: [0, 1], memoryMiB: 128 }, { scaling: 'weak' })
    expect(rows.get('smp1')).not.toContain('missing_prerequisite')
    expect(rows.get('smp2')).toBe(
      'missing_prerequisite: hash-chunks needs 193 MiB of memory, fake has 128 MiB; give it more, or ask for less ' +
        'work by the parameters',
    )
  })

  it('of the profile for emulated machines has a comparison hash of its own', async () => {
    const target = fakeTarget({ name: 'fake', facts: { cpus: [0] }, play: () => ({}) })
    const hashOf = async (change: Partial<typeof hashChunks.defaults>) => {
      const all = withCases(suite({ name: 'plan', benchmarks: [hashChunks], targets: [target] }), hashChunks, ['smp2'])
      const { results } = await run(withParameters(all, hashChunks, change), { store: temporaryDirectory() })
      return results[0]?.hashes.comparison
    }
    expect(await hashOf(tcgProfile)).not.toBe(await hashOf({}))
    expect(await hashOf({ hash: 'blake3' })).not.toBe(await hashOf({}))
    expect(await hashOf({ scaling: 'weak' })).not.toBe(await hashOf({}))
    expect(await hashOf({})).toBe(await hashOf({ scaling: 'strong' }))
  })

  it('that cannot be divided evenly keeps the campaign from starting', async () => {
    const uneven = plannedOn({ cpus: [0], memoryMiB: 1024 }, { corpusBytes: 6 * 65_536 })
    await expect(uneven).rejects.toMatchObject({ code: 'CAPBENCH_USAGE' })
  })
})
