import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runToEnd, temporaryDirectory } from '@capbench/house-programs'
import { describe, expect, it } from 'vitest'
import { partition } from '../src/partition.ts'
import { packageRoot } from '../src/program.ts'
import { smpPrimes } from '../src/smp-primes.ts'
import { built } from './support/program.ts'
import { settingOf } from './support/setting.ts'
import { tornOf, vectorNonce, vectorWorkers, wrongCountOf } from './support/vectors.ts'

const read = (name: string): string => readFileSync(join(packageRoot, 'vectors', name), 'utf8')
const good = read('smp2-good.log')
const { limit } = smpPrimes.defaults

function evaluate(name: string) {
  const bytes = Buffer.from(read(name))
  const transcript = { nonce: vectorNonce, channel: () => bytes, artifact: () => new Uint8Array() }
  return smpPrimes.evaluate(transcript, settingOf(vectorWorkers, vectorWorkers, limit))
}

describe('the finished transcripts for authors of other systems', () => {
  it('are three, of which two are the good one with one fault each', () => {
    expect(readdirSync(join(packageRoot, 'vectors')).sort()).toEqual([
      'smp2-good.log',
      'smp2-torn.log',
      'smp2-wrong-count.log',
    ])
    expect(read('smp2-wrong-count.log')).toBe(wrongCountOf(good))
    expect(read('smp2-torn.log')).toBe(tornOf(good))
    expect(tornOf(good)).toHaveLength(good.length - 16)
  })

  it('have the verdicts that they are named for', () => {
    expect(evaluate('smp2-good.log')).toMatchObject({ complete: true, verdict: { accepted: true } })
    expect(evaluate('smp2-torn.log')).toMatchObject({
      complete: false,
      lost: expect.stringContaining('line 5, byte 330'),
    })
    expect(evaluate('smp2-wrong-count.log')).toMatchObject({
      complete: true,
      verdict: { accepted: false, rejected: expect.arrayContaining([expect.stringContaining('prime count: ')]) },
    })
  })

  it('are what the program writes, but for clocks, CPUs and the checksum over them', async () => {
    const program = await built(temporaryDirectory())
    const { code, stdout } = await runToEnd(program, [vectorNonce, ...partition(limit, vectorWorkers).map(String)])
    expect(code).toBe(0)
    const timeless = (text: string) =>
      text
        .replace(/("(?:start|end)(?:Ns|Cycles)"|"cpu(?:s|Start|End)"):-?\d+/g, '$1:0')
        .replace(/(?<="crc32":")\w+/, '')
    expect(timeless(stdout.toString())).toBe(timeless(good))
  })
})
