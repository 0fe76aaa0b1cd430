import { guestProgram } from '@capbench/guest'
import { buildInitramfs, cacheDirectory, linuxGuest } from '@capbench/qemu'
import { type Arm, interleave } from '../measure/interleave.ts'
import { type Group, type Line, lineOf, ratio } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { driverArm } from './arms.ts'
import { driverRun, prepareAlone } from './driver.ts'
import {
  boundName,
  type DriverWay,
  demanded,
  demands,
  type Figure,
  figuresOf,
  nameOf,
  partName,
  partsOf,
  skip,
  type Way,
} from './figures.ts'
import { bzImage } from './kernel.ts'
import { plainBoot } from './shell-loop.ts'

/** The value, or the message of what it threw: a missing part is a line that says so. */
async function orWhy<T>(work: () => Promise<T>): Promise<{ readonly value: T } | { readonly why: string }> {
  try {
    return { value: await work() }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}

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
  const plain = 'value' in image ? [await plainArm(image.value, accelerator)] : []
  const samples = await interleave(boots, [
    driverArm('cold', cold, program),
    driverArm('restored', restored, program),
    ...plain,
  ])
  const line = (way: Way, figure: Figure): Line => lineOf(nameOf(way, figure), samples(`${way} ${figure}`))
  const partLines = (way: DriverWay): readonly Line[] =>
    partsOf[way].map((part) => lineOf(partName(way, part), samples(`${way} ${part}`)))
  const measured: readonly Way[] = plain.length > 0 ? ['cold', 'restored', 'plain'] : ['cold', 'restored']
  return {
    name: `boot (${accelerator})`,
    lines: [
      ...measured.flatMap((way) => figuresOf.map((figure) => line(way, figure))),
      ...partLines('cold'),
      ...partLines('restored'),
    ],
    bounds: demands
      .filter(({ theirs }) => measured.includes(theirs))
      .flatMap(({ ours, theirs, atMost }) =>
        demanded.map((figure) =>
          ratio(boundName(ours, theirs, figure), line(ours, figure), line(theirs, figure), atMost),
        ),
      ),
    skipped: 'why' in image ? skip(['plain'], image.why) : [],
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
