import { type Benchmark, type JsonObject, type Setting, smp } from '@capbench/core'
import { encodeStream } from '@capbench/core/testing'
import { bootProof } from '@capbench/guest'
import { describe, expect, it } from 'vitest'
import { built, temporaryDirectory } from '../support/programs.ts'
import { nonce, runToEnd } from '../support/run.ts'

type Evaluation = ReturnType<Benchmark['evaluate']>

const directory = temporaryDirectory()
const setting = (cpus: number): Setting => ({ parameters: {}, case: smp(cpus), system: 'linux', cpus })
const sound = { cpus: 2, spawned: true, childExit: 7, echo: 'boot, spawn, exit' }

function evaluate(records: Uint8Array, cpus: number): Evaluation {
  return bootProof.evaluate(
    { nonce, channel: (name) => (name === 'records' ? records : new Uint8Array()), artifact: () => new Uint8Array() },
    setting(cpus),
  )
}

function judge(...proofs: readonly JsonObject[]): Evaluation {
  const records = proofs.map((value) => ({ type: 'proof', value }))
  return evaluate(encodeStream(nonce, { program: 'proof-boot', version: '1.0.0' }, records), 2)
}

describe('bootProof', () => {
  it('accepts what the real program writes here', async () => {
    const cpus = Number((await runToEnd('/usr/bin/nproc', [])).stdout.toString())
    const { code, stdout } = await runToEnd(await built('proof-boot', directory), [nonce])
    expect(code).toBe(0)
    expect(evaluate(stdout, cpus)).toMatchObject({
      verdict: { accepted: true, checked: ['one proof', 'spawn', 'exit', 'echo', 'CPUs seen'] },
    })
  })

  it('accepts a sound record: the mutations below start from it', () => {
    expect(judge(sound)).toMatchObject({ complete: true, verdict: { accepted: true } })
  })

  it.each([
    ['no child', { spawned: false }, 'spawn: no child was started and awaited'],
    ['another exit code', { childExit: 0 }, 'exit: the child left with 0, not 7'],
    ['other bytes', { echo: 'boot, spawn' }, 'echo: the child sent "boot, spawn", not "boot, spawn, exit"'],
    ['a CPU too few', { cpus: 1 }, 'CPUs seen: the target presented 2, the program saw 1'],
    ['a CPU too many', { cpus: 3 }, 'CPUs seen: the target presented 2, the program saw 3'],
  ])('refuses %s', (_, change, reason) => {
    expect(judge({ ...sound, ...change })).toMatchObject({ verdict: { accepted: false, rejected: [reason] } })
  })

  it('refuses no proof and two proofs', () => {
    expect(judge()).toMatchObject({ verdict: { rejected: ['one proof: 0 proof records came'] } })
    expect(judge(sound, sound)).toMatchObject({ verdict: { rejected: ['one proof: 2 proof records came'] } })
  })

  it('loses the run where the record is not of its form', () => {
    expect(judge({ ...sound, cpus: '2' }).complete).toBe(false)
  })

  it('is tier 0, has no metric, and a case for every CPU count of the matrix', () => {
    expect(bootProof).toMatchObject({ tier: 0, metrics: [], method: { runs: 1 } })
    expect(bootProof.cases.map(({ name }) => name)).toEqual(['smp1', 'smp2', 'smp4', 'smp8'])
  })
})
