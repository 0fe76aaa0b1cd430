import { attenuate, type Evaluation, type Setting } from '@capbench/core'
import { nonce, runToEnd, temporaryDirectory, transcriptOf } from '@capbench/house-programs'
import { beforeAll, describe, expect, it } from 'vitest'
import { osPrimitives, osPrimitivesFull, osPrimitivesWith } from '../../src/measure/definition.ts'
import type { OsbenchRun } from '../../src/measure/records.ts'
import { built, settingOf } from '../support/program.ts'

const directory = temporaryDirectory()
let program = ''
beforeAll(async () => {
  program = await built(directory)
})

/** What the definition makes of a real run on this host. */
async function evaluated(
  benchmark: typeof osPrimitives,
  change: Partial<Record<number, string>> = {},
): Promise<Evaluation> {
  const workload = benchmark.workloadFor('linux')
  if (workload?.form !== 'program') throw new Error('there is a program for Linux')
  const args = workload.args(settingOf(benchmark) as Setting).map((arg, index) => change[index] ?? arg)
  const { code, stdout: records, stderr: diagnostics } = await runToEnd(program, [nonce, ...args])
  if (code !== 0) throw new Error(`osbench ended with ${code}: ${diagnostics}`)
  return benchmark.evaluate(transcriptOf(records), settingOf(benchmark))
}

const metricsOf = (evaluation: Evaluation) => (evaluation.complete ? Object.entries(evaluation.metrics) : [])

describe('the quick set', () => {
  it('gives every metric a number or says why it has none', async () => {
    const evaluation = await evaluated(osPrimitives, { 0: '20' })
    expect(evaluation).toMatchObject({ complete: true, verdict: { accepted: true } })
    for (const [name, { outcome, values }] of metricsOf(evaluation)) {
      if (outcome?.measured) expect([name, values[0]]).toEqual([name, expect.toSatisfy((value: number) => value > 0)])
      // a machine that is too busy may refuse any of them; nothing else may befall them here
      else expect([name, outcome?.reason]).toEqual([name, expect.stringMatching('noise|not_applicable')])
    }
  })

  it('asks for nothing that its profile does not permit', async () => {
    const authority = attenuate(osPrimitives.authority, 'net.loopback', 'file.write')
    const evaluation = await evaluated(osPrimitivesWith({ authority }), { 0: '20' })
    const metrics = Object.fromEntries(metricsOf(evaluation))
    for (const name of ['tcp.connect', 'stat', 'file.reread4m', 'proc.fork_exec']) {
      expect([name, metrics[name]?.outcome]).toMatchObject([
        name,
        { measured: false, reason: 'not_applicable', cause: 'no_authority' },
      ])
    }
    expect(metrics['syscall.null']?.outcome).not.toMatchObject({ reason: 'not_applicable' })
    // not even the question is put
    const { probes } = evaluation.complete ? (evaluation.observation as unknown as OsbenchRun) : { probes: [] }
    const asked = probes.map(({ subsystem }) => subsystem)
    expect(asked).toContain('ipc.pipe')
    expect(asked.filter((each) => ['net.loopback', 'file', 'io_uring', 'ipc.sysv'].includes(each))).toEqual([])
  })

  it('measures system calls, so no filter stands before them', () => {
    expect(osPrimitives.authority.posture.filter).toBe(false)
  })
})

describe('the full set', () => {
  it('has the metrics of the quick set, both placements, and percentiles of single operations', () => {
    const names = osPrimitivesFull.metrics.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(osPrimitives.metrics.map(({ name }) => name)))
    expect(names).toEqual(expect.arrayContaining(['pipe.rtt.diff_cpu', 'pipe.rtt.same_cpu.op_p99']))
  })
})

describe('the program', () => {
  it.each([
    ['no intent', [nonce, '20', '0', '-', 'nothing-of-that-name'], /nothing is called that/],
    ['no time', [nonce, '0', '0', '-', 'quick'], /ms an intent must be an integer/],
    ['too few arguments', [nonce], /^usage: osbench/],
    ['a nonce that is none', ['x', '20', '0', '-', 'quick'], /must be a nonce/],
    ['a fault to be put in', [nonce, '20', '0', '-', 'mutate=1'], /nothing is called that/],
  ])('refuses %s', async (_, args, why) => {
    const { code, stdout: records, stderr: diagnostics } = await runToEnd(program, args)
    expect({ code, records: records.toString() }).toEqual({ code: 64, records: '' })
    expect(diagnostics).toMatch(why)
  })
})
