import { guestProgram } from '@capbench/guest'
import { buildInitramfs, cacheDirectory, linuxGuest } from '@capbench/qemu'
import { type Arm, interleave } from '../measure/interleave.ts'
import { type Group, type Line, lineOf, type Skipped } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { driverRun, prepareAlone } from './driver.ts'
import { bzImage } from './kernel.ts'
import { plainBoot } from './shell-loop.ts'

/** Lines by the figure that they show. */
const driverLines = {
  launcher: 'driver: to the first byte of the launcher',
  records: 'driver: to the first record',
  total: 'driver: to the end of QEMU',
  cpu: 'driver: CPU of QEMU',
}
const plainLines = {
  'plain records': 'shell loop: to the first record',
  'plain total': 'shell loop: to the end of QEMU',
  'plain cpu': 'shell loop: CPU of QEMU',
}

/** The value, or the message of what it threw: a missing part is a line that says so. */
async function orWhy<T>(work: () => Promise<T>): Promise<{ readonly value: T } | { readonly why: string }> {
  try {
    return { value: await work() }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}

const skip = (names: Readonly<Record<string, string>>, why: string): readonly Skipped[] =>
  Object.values(names).map((name) => ({ name, why }))

/** A boot of the Linux guest by the driver, beside a plain shell loop with the same kernel, initramfs and program. */
export async function measureBoot({ boots }: Scale, kernel: string | undefined): Promise<Group> {
  const image = kernel === undefined ? await orWhy(bzImage) : { value: kernel }
  const target = linuxGuest('value' in image ? { kernel: image.value } : {})
  const facts = await orWhy(() => prepareAlone(target))
  if ('why' in facts) {
    return { name: 'boot', lines: [], bounds: [], skipped: skip({ ...driverLines, ...plainLines }, facts.why) }
  }
  const { accelerator } = facts.value
  const program = guestProgram('proof-boot')
  const driver: Arm = async () => {
    const run = await driverRun(target, program)
    const [launcher, records] = [run.firstByteMs('launcher'), run.firstByteMs('records')]
    return { launcher: [launcher], records: [records], total: [run.totalMs], cpu: [run.cpuMs] }
  }
  const plain = 'value' in image ? await plainArm(image.value, accelerator) : undefined
  const samples = await interleave(boots, plain ? [driver, plain] : [driver])
  const lines = (names: Readonly<Record<string, string>>): readonly Line[] =>
    Object.entries(names).map(([figure, name]) => lineOf(name, samples(figure)))
  return {
    name: `boot (${accelerator})`,
    lines: [...lines(driverLines), ...(plain ? lines(plainLines) : [])],
    bounds: [],
    skipped: 'why' in image ? skip(plainLines, image.why) : [],
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
