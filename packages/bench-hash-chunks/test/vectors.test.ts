import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Transcript } from '@capbench/core'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../src/program.ts'
import { processes, threads } from './support/joined.ts'
import { examples, exampleWork, exampleWorkers } from './support/vectors.ts'
import { settingOf } from './support/work.ts'

const joined = { processes, threads }

function evaluate(name: string) {
  const bytes = readFileSync(join(packageRoot, 'vectors', name))
  const transcript: Transcript = {
    nonce: '0123456789abcdef0123456789abcdef',
    channel: (channel) => (channel === 'console' ? bytes : new Uint8Array()),
    artifact: () => new Uint8Array(),
  }
  const { mode } = examples[name] ?? { mode: 'processes' }
  return joined[mode].evaluate(transcript, settingOf(exampleWorkers, exampleWorkers, exampleWork, 'capos'))
}

describe('the example transcripts', () => {
  it('are all there, and what the fixtures make', () => {
    const stored = readdirSync(join(packageRoot, 'vectors')).sort()
    expect(stored).toEqual(Object.keys(examples).sort())
    for (const name of stored)
      expect(readFileSync(join(packageRoot, 'vectors', name), 'utf8')).toBe(examples[name]?.text)
  })

  it.each(['processes-smp2.log', 'threads-smp2.log'])('%s is accepted, in scaled cycles', (name) => {
    const evaluation = evaluate(name)
    expect(evaluation).toMatchObject({ complete: true, verdict: { accepted: true } })
    expect(evaluation).toMatchObject({ metrics: { elapsed: { values: [64] }, 'elapsed-per-corpus': { values: [64] } } })
  })

  it('foreign-chunk.log is refused, and says which worker hashed whose chunk', () => {
    expect(evaluate('foreign-chunk.log')).toMatchObject({
      complete: true,
      verdict: {
        accepted: false,
        rejected: ['worker 1: chunk 6 is foreign: its digest is that of chunk 1, of worker 0'],
      },
    })
  })

  it('have no throughput, for which nanoseconds are wanted', () => {
    expect(evaluate('processes-smp2.log')).toMatchObject({
      metrics: { throughput: { verdict: { accepted: false }, values: [] }, chunk: { verdict: { accepted: true } } },
    })
  })
})
