import { defaultStore } from '@capbench/core'
import { guestProgram } from '@capbench/guest'
import { nativeHost } from '@capbench/host'
import { driverRun, prepareAlone } from '../boot/driver.ts'
import { runChild } from '../measure/child.ts'
import { type Arm, interleave } from '../measure/interleave.ts'
import { difference, type Group, lineOf } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { findHyperfine } from './hyperfine.ts'
import { programMs } from './launcher-report.ts'
import { writeRunFiles } from './run-files.ts'

const repeat = async (count: number, once: () => Promise<Readonly<Record<string, number>>>) => {
  const samples: Record<string, number[]> = {}
  for (let i = 0; i < count; i++) {
    for (const [figure, value] of Object.entries(await once())) samples[figure] = [...(samples[figure] ?? []), value]
  }
  return samples
}

const atMostMs = 5
const overhead = 'execute() over hyperfine -N'

/** One process from spawn to exit: by hyperfine, by Node, and by the native target through the launcher. */
export async function measureSpawn({ spawnRounds, spawnsPerRound: count }: Scale): Promise<Group> {
  const program = guestProgram('proof-boot')
  const launcher = guestProgram('capbench-launch')
  const nonce = '0'.repeat(32)
  const direct = `${program.path} ${nonce}`
  const launched = ['--nonce', nonce, '--report', '3', '--', program.path, nonce]
  const hyperfine = await findHyperfine()
  const target = nativeHost()
  await prepareAlone(target)
  const arms: readonly Arm[] = [
    () =>
      repeat(count, async () => {
        const run = await driverRun(target, program)
        return { execute: run.totalMs, own: programMs(run.bytes('launcher')) }
      }),
    ...(hyperfine.found ? [async () => ({ hyperfine: await hyperfine.times(direct, count) })] : []),
    () =>
      repeat(count, async () => ({
        node: (await runChild(program.path, [nonce])).wallMs,
        launched: (await runChild(launcher.path, launched)).wallMs,
      })),
    () =>
      repeat(count, async () => ({
        written: writeRunFiles(defaultStore, false),
        flushed: writeRunFiles(defaultStore, true),
      })),
    () =>
      repeat(1, async () => {
        const start = performance.now()
        await prepareAlone(nativeHost())
        return { prepare: performance.now() - start }
      }),
  ]
  const samples = await interleave(spawnRounds, arms)
  const execute = lineOf('native target, execute(): all of it', samples('execute'))
  const own = samples('own')
  const beside = samples('execute').map((all, index) => all - (own[index] ?? Number.NaN))
  const reference = hyperfine.found ? lineOf('hyperfine -N: the program', samples('hyperfine')) : undefined
  return {
    name: 'spawn to exit (proof-boot)',
    lines: [
      execute,
      lineOf('  of it the program, as the launcher saw it', own),
      lineOf('  of it everything else', beside),
      ...(reference ? [reference] : []),
      lineOf('Node alone, child_process.spawn: the program', samples('node')),
      lineOf('Node alone: launcher and program', samples('launched')),
      lineOf('files of a run, written', samples('written')),
      lineOf('files of a run, written and fsynced', samples('flushed')),
      lineOf('environment capture: prepare(), once a campaign', samples('prepare')),
    ],
    bounds: reference ? [difference(overhead, execute, reference, atMostMs)] : [],
    skipped: hyperfine.found
      ? []
      : ['hyperfine -N: the program', overhead].map((name) => ({ name, why: hyperfine.why })),
  }
}
