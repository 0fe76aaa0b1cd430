import { join } from 'node:path'
import { buildBareProgram } from '@capbench/guest'
import { boot, nonce, temporaryDirectory, transcriptOf } from '@capbench/house-programs'
import { beforeAll, describe, expect, it } from 'vitest'
import { measuredVariants } from '../../src/intents/intents.ts'
import { osPrimitivesFull } from '../../src/measure/definition.ts'
import { attemptOf } from '../../src/measure/figures.ts'
import { type OsbenchRun, osbenchRecords } from '../../src/measure/records.ts'
import { bareSources, packageRoot } from '../../src/program.ts'
import { workOf } from '../../src/table/table.ts'
import { settingOf } from '../support/program.ts'

const directory = temporaryDirectory()
let image = ''
let mutable = ''
beforeAll(async () => {
  const own = { ...bareSources(), root: packageRoot }
  image = (await buildBareProgram({ ...own, outDir: directory })).path
  const flags = [...own.flags, '-DOSB_MUTATIONS']
  mutable = (await buildBareProgram({ ...own, flags, outDir: join(directory, 'mutable') })).path
})

async function reported(file: string, vcpus: number, words: string): Promise<{ run: OsbenchRun; bytes: Buffer }> {
  const { code, stdout: records, console, diagnostics } = await boot(file, vcpus, `${nonce} 10 0 - ${words}`, 128)
  expect({ code, console }).toEqual({ code: 33, console: '' })
  const parsed = osbenchRecords.parse(transcriptOf(records))
  if (!parsed.complete) throw new Error(`${parsed.lost} ${diagnostics}`)
  return { run: parsed.observation, bytes: records }
}

describe('a machine without an operating system', () => {
  it('measures what the table says that it does, and nothing of it fails', async () => {
    const { run, bytes } = await reported(image, 2, 'full')
    expect(run.intents.flatMap(({ id, attempts }) => (attempts.at(-1)?.outcome === 'passed' ? [] : [id]))).toEqual([])
    const evaluation = osPrimitivesFull.evaluate(transcriptOf(bytes), settingOf(osPrimitivesFull, 'bare'))
    expect(evaluation).toMatchObject({ complete: true, verdict: { accepted: true } })
    const said = new Set(run.intents.map(({ id }) => id))
    const expected = measuredVariants.filter(({ intent }) => workOf(intent, 'bare') !== undefined)
    // of a pair one placement exists: two CPUs, or two stacks on one
    const without = expected.filter(({ metric, placement }) => placement === undefined && !said.has(metric))
    expect(without.map(({ metric }) => metric)).toEqual([])
    for (const id of said) expect(expected.map(({ metric }) => metric as string)).toContain(id)
  })

  it('has nothing to say of what needs an operating system, with the reason', async () => {
    const { bytes } = await reported(image, 1, 'mem.read256k')
    const evaluation = osPrimitivesFull.evaluate(transcriptOf(bytes), settingOf(osPrimitivesFull, 'bare'))
    const outcomes = evaluation.complete ? evaluation.metrics : {}
    expect(outcomes['syscall.null']?.outcome).toMatchObject({ reason: 'not_applicable', cause: 'no_semantics' })
    expect(outcomes.stat?.outcome).toMatchObject({ reason: 'not_applicable', cause: 'no_subsystem' })
  })

  it('needs a second CPU for what goes between two', async () => {
    const { run } = await reported(image, 1, 'futex.rtt.diff_cpu')
    expect(attemptOf(run, 'futex.rtt.diff_cpu')).toMatchObject({ outcome: 'absent', check: 'smp' })
  })

  it.each([
    ['skips an exception', 3, 1, 'signal.prot', 'handler-count'],
    ['does not touch a page', 11, 1, 'vm.fault_anon', 'fault-count'],
    ['leaves an entry of the page table as it was', 11, 1, 'vm.map_unmap', 'page-content'],
    ['sleeps too short', 11, 1, 'timer.sleep1ms', 'slept-long-enough'],
    ['does not count the turns of the other CPU', 11, 2, 'futex.rtt.diff_cpu', 'turn-count'],
    ['adds two in a hop', 6, 1, 'ctx.ring8.same_cpu', 'hop-count'],
    ['flips a bit of what it reads', 10, 1, 'mem.read256k', 'sum-of-words'],
    ['computes one step less', 11, 1, 'cpu.integer', 'known-result'],
  ])('refuses an intent that %s', async (_, mutation, vcpus, id, check) => {
    const { run } = await reported(mutable, vcpus, `=${mutation} ${id}`)
    expect(attemptOf(run, id)).toMatchObject({ outcome: 'failed', check })
  })
})
