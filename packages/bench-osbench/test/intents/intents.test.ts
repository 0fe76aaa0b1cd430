import { isName, terms } from '@capbench/core'
import { describe, expect, it } from 'vitest'
import { compute } from '../../src/intents/compute.ts'
import { files } from '../../src/intents/files.ts'
import { intentIds, intentOf, measuredVariants, variants } from '../../src/intents/intents.ts'
import { ipc } from '../../src/intents/ipc.ts'
import { memory } from '../../src/intents/memory.ts'
import { network } from '../../src/intents/network.ts'
import { processes } from '../../src/intents/processes.ts'
import { systemCalls } from '../../src/intents/system-calls.ts'
import { upstream } from '../../src/intents/upstream.ts'

const areas = [systemCalls, ipc, processes, memory, compute, files, network]
const repeated = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index)

describe('the list of intents', () => {
  it('names no intent in two areas, and no metric twice', () => {
    expect(repeated(areas.flatMap((area) => Object.keys(area)))).toEqual([])
    expect(repeated(variants.map(({ name }) => name))).toEqual([])
  })

  it('names metrics that may be stored', () => {
    expect(measuredVariants.filter(({ name }) => !isName(name))).toEqual([])
  })

  it.each(['lmbench', 'unixbench'] as const)('has an intent for each test of %s', (suite) => {
    const read = new Set(intentIds.flatMap((id): readonly string[] => intentOf(id).lineage[suite] ?? []))
    expect(upstream[suite].filter((test) => !read.has(test))).toEqual([])
    expect(repeated(upstream[suite])).toEqual([])
  })

  it('knows every term of authority that it asks for', () => {
    const unknown = intentIds.flatMap((id) => intentOf(id).authority.filter((term) => !Object.hasOwn(terms, term)))
    expect(unknown).toEqual([])
  })

  it('asks for a network or a tree of files wherever it needs one', () => {
    const without = intentIds.filter((id) => {
      const { requires, authority } = intentOf(id)
      const named: readonly string[] = authority
      return requires.includes('net.loopback') && !named.includes('net.loopback')
    })
    expect(without).toEqual([])
  })
})

describe('the metrics', () => {
  it('say where the two sides of a pair ran, and have no pair on two CPUs in the quick set', () => {
    const pairs = measuredVariants.filter(({ intent }) => /\.(rtt|bw|ring)$/.test(intent) && !intent.startsWith('mem'))
    expect(pairs.length).toBeGreaterThan(20)
    expect(pairs.filter(({ placement }) => placement === undefined)).toEqual([])
    expect(measuredVariants.filter(({ set, placement }) => set === 'quick' && placement === 'diff_cpu')).toEqual([])
  })
})
