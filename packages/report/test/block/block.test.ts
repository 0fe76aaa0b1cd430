import { readFileSync } from 'node:fs'
import type { Envelope } from '@capbench/core'
import { type Block, blockOf, renderBlock, renderSummary, updateBlock } from '@capbench/report'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answer, campaignOf } from '../campaign.ts'

/** The medians that the capOS documentation prints, of both systems. */
const controlled: Block['rows'] = [
  { system: 'capOS', unit: 'scaled-cycles', medians: { smp1: 1639, smp2: 875, smp4: 1111 } },
  { system: 'Linux', unit: 'ns', medians: { smp1: 1_275_187_210, smp2: 659_218_025, smp4: 337_877_986 } },
]
const smt: Block['rows'] = [
  { system: 'capOS', unit: 'scaled-cycles', medians: { smp1: 1500, smp2: 787, smp4: 1052, 'smp8-smt': 1595 } },
  {
    system: 'Linux',
    unit: 'ns',
    medians: { smp1: 1_274_507_854, smp2: 647_611_418, smp4: 337_479_795, 'smp8-smt': 198_903_231 },
  },
]
const published: readonly Block[] = [
  {
    id: 'multi-process-smp',
    medians: ['smp1', 'smp2', 'smp4'],
    speedups: [
      ['smp1', 'smp2'],
      ['smp1', 'smp4'],
    ],
    rows: controlled,
  },
  { id: 'smp8-smt-medians', medians: ['smp1', 'smp2', 'smp4', 'smp8-smt'], speedups: [], rows: smt },
  {
    id: 'smp8-smt-speedups',
    medians: [],
    speedups: [
      ['smp1', 'smp2'],
      ['smp1', 'smp4'],
      ['smp1', 'smp8-smt'],
    ],
    rows: smt,
  },
]
const document = readFileSync(new URL('published-blocks.md', import.meta.url), 'utf8')
const usage = (message: string) =>
  expect.objectContaining({ code: 'CAPBENCH_USAGE', message: expect.stringContaining(message) })
const [first] = published as [Block, ...Block[]]

describe('the published blocks', () => {
  test.each(published.map((block) => [block.id, block] as const))(
    '%s follows from its medians, byte for byte',
    (_, block) => {
      expect(document).toContain(`\n\n${renderBlock(block)}\n`)
    },
  )

  test('written again over themselves leave the document as it is', () => {
    expect(published.reduce(updateBlock, document)).toBe(document)
  })

  test('come back from other numbers, and nothing beside them changes', () => {
    const number = fc.integer({ min: 1, max: 10 ** 12 })
    fc.assert(
      fc.property(number, number, number, (smp1, smp2, smp4) => {
        const rows = [{ system: 'capOS', unit: 'ns', medians: { smp1, smp2, smp4 } }]
        const other = updateBlock(document, { ...first, rows })
        expect(other).toContain(`${(smp1 / smp2).toFixed(3)}x`)
        expect(updateBlock(other, first)).toBe(document)
      }),
    )
  })
})

describe('a block', () => {
  test('says why there is no median, and forms no speedup with it', () => {
    const rows = [{ system: 'a', unit: 'ns', medians: { smp1: 'unsupported: missing_prerequisite', smp2: 5, smp4: 5 } }]
    const text = renderBlock({ ...first, rows })
    expect(text).toContain(
      '| a | unsupported: missing_prerequisite | 5 ns | 5 ns | a median is missing | a median is missing |',
    )
  })

  test('cannot be broken out of', () => {
    const rows = controlled.map((row) => ({ ...row, system: '-->\n| x | <!-- capos-benchmark-results:y end -->' }))
    const text = renderBlock({ ...first, rows })
    expect(text.match(/-->/g)).toHaveLength(2)
    expect(text.split('\n')).toHaveLength(6)
  })

  test.each([
    ['no row', { ...first, rows: [] }, 'needs a row'],
    ['no column', { ...first, medians: [], speedups: [] }, 'needs a row, and a median or speedup'],
    ['a bad id', { ...first, id: 'x -->' }, 'the id of a block is a name'],
    ['no word on a case', { ...first, medians: ['smp16'] }, 'needs a median of smp16'],
    [
      'a median below zero',
      { ...first, rows: [{ system: 'a', unit: 'ns', medians: { smp1: -1, smp2: 1, smp4: 1 } }] },
      'needs a median of smp1',
    ],
  ])('with %s is refused', (_, block, message) => {
    expect(() => renderBlock(block)).toThrow(usage(message))
  })
})

describe('a document', () => {
  const start = '<!-- capos-benchmark-results:multi-process-smp start -->'
  const end = '<!-- capos-benchmark-results:multi-process-smp end -->'

  test.each([
    ['without a marker', document.replace(end, ''), 'has it 0 times'],
    ['with one twice', `${document}${start}\n`, 'has it 2 times'],
    ['with one inside of a line', document.replace(start, `see ${start}`), 'has it 0 times'],
    ['with them exchanged', `${end}\n\n${start}\n`, 'ends before it starts'],
  ])('%s is refused', (_, text, message) => {
    expect(() => updateBlock(text, first)).toThrow(usage(message))
  })

  test('keeps what stands around the block', () => {
    expect(updateBlock(`a\n${start}\nold\n${end}\nz`, first)).toBe(`a\n${renderBlock(first)}\nz`)
  })
})

test('a block can be made of a campaign', async () => {
  const block = blockOf(await campaignOf(), { id: 'toy', benchmark: 'toy', metric: 'elapsed' })
  expect(block.rows.map(({ system }) => system)).toEqual(['other', 'linux'])
  expect(renderBlock(block)).toContain(
    '| linux | 1,318,436,051 ns | 659,218,026 ns | unsupported: missing_prerequisite | 2.000x |',
  )
})

test('a block of a benchmark that a target never ran leaves the target out', async () => {
  const campaign = await campaignOf()
  const results = campaign.results.filter(({ target }) => target !== 'linux')
  const block = blockOf({ ...campaign, results }, { id: 'toy', benchmark: 'toy', metric: 'elapsed' })
  expect(block.rows.map(({ system }) => system)).toEqual(['other'])
  const none = blockOf({ ...campaign, results: [] }, { id: 'toy', benchmark: 'toy', metric: 'elapsed' })
  expect(none).toMatchObject({ rows: [], medians: [], speedups: [] })
})

describe('the paragraph of a publishable result', () => {
  const envelope: Envelope = {
    emulator: 'qemu-system-x86_64',
    emulatorVersion: '8.2.2',
    machine: 'q35',
    firmware: 'seabios',
    cpuModel: 'host',
    memoryBytes: 512 * 1024 ** 2,
    guestTopology: 'sockets=1',
    accelerator: 'kvm',
    nesting: 'nested',
    placement: { pinning: 'process', cpus: [0, 1], others: [0, 1] },
    disk: 'none',
    network: 'none',
    hostCpuModel: 'a processor',
  }
  const provenance = { source: 'here', commit: '0d89a91b', dirty: false, build: 'release' }
  const of = { benchmark: 'toy', target: 'other' }

  test('has commit, workload, runs, envelope, status and raw logs', async () => {
    const campaign = await campaignOf({ facts: { cpus: [0, 1], pinning: 'process', envelope, provenance } })
    const text = renderSummary(campaign, { ...of, raw: 'target/toy' })
    for (const wanted of [
      '`0d89a91b`',
      'toy 1.0.0',
      'partition none/1',
      '5 runs of smp1',
      'qemu-system-x86_64 8.2.2, machine q35, accelerator kvm, on a virtual host',
      '512 MiB',
      'CPUs 0,1',
      'smp1 elapsed passed (functional-only)',
      'smp4 elapsed unsupported: missing_prerequisite',
      'gate speedup-smp1-smp2',
      '`target/toy`',
    ])
      expect(text).toContain(wanted)
    expect(text).not.toContain('\n')
  })

  test.each([
    ['commit', { envelope, provenance: { ...provenance, commit: null } }],
    ['envelope', { envelope: { ...envelope, emulatorVersion: null }, provenance }],
    ['envelope', { envelope: { ...envelope, nesting: 'unknown' as const }, provenance }],
  ])('is refused without %s', async (field, facts) => {
    const campaign = await campaignOf({ facts })
    expect(() => renderSummary(campaign, of)).toThrow(usage(`misses ${field}`))
  })

  test('is refused for what was not run; a commit can be given', async () => {
    const campaign = await campaignOf({
      facts: { envelope, provenance: { ...provenance, commit: null } },
      play: answer,
    })
    expect(() => renderSummary(campaign, { benchmark: 'toy', target: 'nobody' })).toThrow(
      usage('misses commit, workload, runs, envelope, status'),
    )
    expect(renderSummary(campaign, { ...of, commit: 'abc1234' })).toContain('`abc1234`')
  })
})
