import type { ProgramFile, Target } from '@capbench/core'
import { guestProgram } from '@capbench/guest'
import { buildInitramfs, cacheDirectory, linuxGuest } from '@capbench/qemu'
import { type Arm, interleave } from '../measure/interleave.ts'
import { type Bound, type Group, type Line, lineOf, ratio, type Skipped } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { driverRun, prepareAlone } from './driver.ts'
import { bzImage } from './kernel.ts'
import { plainBoot } from './shell-loop.ts'

/** Ways to get a guest to its first record, and what each is called. */
const ways = { cold: 'cold boot', restored: 'restore', plain: 'shell loop' } as const
type Way = keyof typeof ways

/** Figures of every way. */
const figures = {
  records: 'to the first record',
  total: 'to the end of QEMU',
  cpu: 'CPU of QEMU',
} as const
type Figure = keyof typeof figures

/** Parts of a run by the driver, as the evidence keeps them in the fact `boot-costs`. */
const parts = {
  launchMs: 'QEMU is started, connected and placed',
  firmwareMs: 'firmware',
  kernelMs: 'kernel',
  initMs: 'init and launcher',
  workloadMs: 'the program',
  exitMs: 'to the end of QEMU',
} as const
const partsOf: Readonly<Record<Exclude<Way, 'plain'>, readonly (keyof typeof parts)[]>> = {
  cold: ['launchMs', 'firmwareMs', 'kernelMs', 'initMs', 'workloadMs', 'exitMs'],
  restored: ['launchMs', 'initMs', 'workloadMs', 'exitMs'],
}

const nameOf = (way: Way, figure: Figure): string => `${ways[way]}: ${figures[figure]}`
const figuresOf = Object.keys(figures) as readonly Figure[]

/** The value, or the message of what it threw: a missing part is a line that says so. */
async function orWhy<T>(work: () => Promise<T>): Promise<{ readonly value: T } | { readonly why: string }> {
  try {
    return { value: await work() }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}

const skip = (missing: readonly Way[], why: string): readonly Skipped[] =>
  missing.flatMap((way) => figuresOf.map((figure) => ({ name: nameOf(way, figure), why })))

/**
 * A cold boot of the Linux guest by the driver, and a restore of the state that a first run saved, beside a plain shell
 * loop with the same kernel, initramfs and program.
 */
export async function measureBoot({ boots }: Scale, kernel: string | undefined): Promise<Group> {
  const image = kernel === undefined ? await orWhy(bzImage) : { value: kernel }
  const choice = 'value' in image ? { kernel: image.value } : {}
  const [cold, restored] = [linuxGuest(choice), linuxGuest({ ...choice, name: 'restored', snapshot: true })]
  const program = guestProgram('proof-boot')
  const facts = await orWhy(async () => {
    await prepareAlone(restored)
    await driverRun(restored, program) // saves the state
    return prepareAlone(cold)
  })
  if ('why' in facts)
    return { name: 'boot', lines: [], bounds: [], skipped: skip(['cold', 'restored', 'plain'], facts.why) }
  const { accelerator } = facts.value
  const arms = [driverArm('cold', cold, program), driverArm('restored', restored, program)]
  const plain = 'value' in image ? [await plainArm(image.value, accelerator)] : []
  const samples = await interleave(boots, [...arms, ...plain])
  const line = (way: Way, figure: Figure): Line => lineOf(nameOf(way, figure), samples(`${way} ${figure}`))
  const partLines = (way: keyof typeof partsOf): readonly Line[] =>
    partsOf[way].map((part) => lineOf(`${ways[way]}, of it ${parts[part]}`, samples(`${way} ${part}`)))
  const bound = (ours: Way, theirs: Way, figure: Figure, atMost: number): Bound =>
    ratio(`${ways[ours]} over ${ways[theirs]}, ${figures[figure]}`, line(ours, figure), line(theirs, figure), atMost)
  const measured: readonly Way[] = plain.length > 0 ? ['cold', 'restored', 'plain'] : ['cold', 'restored']
  return {
    name: `boot (${accelerator})`,
    lines: [
      ...measured.flatMap((way) => figuresOf.map((figure) => line(way, figure))),
      ...partLines('cold'),
      ...partLines('restored'),
    ],
    bounds: (['records', 'cpu'] as const).flatMap((figure) => [
      ...(plain.length > 0 ? [bound('cold', 'plain', figure, 0.7)] : []),
      bound('restored', 'cold', figure, 0.25),
    ]),
    skipped: 'why' in image ? skip(['plain'], image.why) : [],
  }
}

function driverArm(way: keyof typeof partsOf, target: Target, program: ProgramFile): Arm {
  return async () => {
    const run = await driverRun(target, program)
    const costs = run.fact('boot-costs') ?? {}
    const spans = partsOf[way].map((part) => {
      const ms = costs[part]
      if (typeof ms !== 'number') throw new Error(`the run of ${target.name} does not say what ${parts[part]} cost`)
      return [`${way} ${part}`, [ms]] as const
    })
    return {
      [`${way} records`]: [run.firstByteMs('records')],
      [`${way} total`]: [run.totalMs],
      [`${way} cpu`]: [run.cpuMs],
      ...Object.fromEntries(spans),
    }
  }
}

async function plainArm(image: string, accelerator: string): Promise<Arm> {
  const programs = [guestProgram('proof-boot')]
  const parts = { init: guestProgram('init'), launcher: guestProgram('capbench-launch'), programs }
  const { path } = await buildInitramfs(parts, cacheDirectory())
  const accel = accelerator === 'tcg' ? 'tcg,thread=multi' : accelerator
  return async () => {
    const { seenMs, wallMs, cpuMs } = await plainBoot({ bzImage: image, initramfs: path, accelerator: accel })
    return { 'plain records': [seenMs], 'plain total': [wallMs], 'plain cpu': [cpuMs] }
  }
}
