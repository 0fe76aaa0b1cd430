import { guestProgram } from '@capbench/guest'
import { buildInitramfs, cacheDirectory, linuxGuest } from '@capbench/qemu'
import { interleave } from '../measure/interleave.ts'
import { type Group, lineOf } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { driverRun, prepareAlone } from './driver.ts'
import { bzImage } from './kernel.ts'
import { plainBoot } from './shell-loop.ts'

/** A boot of the Linux guest by the driver, beside a plain shell loop with the same kernel, initramfs and program. */
export async function measureBoot({ boots }: Scale, kernel: string | undefined): Promise<Group> {
  const image = kernel ?? (await bzImage())
  const target = linuxGuest({ kernel: image })
  const { accelerator } = await prepareAlone(target)
  const program = guestProgram('proof-boot')
  const parts = { init: guestProgram('init'), launcher: guestProgram('capbench-launch'), programs: [program] }
  const { path } = await buildInitramfs(parts, cacheDirectory())
  const plain = {
    bzImage: image,
    initramfs: path,
    accelerator: accelerator === 'tcg' ? 'tcg,thread=multi' : accelerator,
  }
  const samples = await interleave(boots, [
    async () => {
      const run = await driverRun(target, program)
      return {
        launcher: [run.firstByteMs('launcher')],
        records: [run.firstByteMs('records')],
        total: [run.totalMs],
        cpu: [run.cpuMs],
      }
    },
    async () => {
      const { seenMs, wallMs, cpuMs } = await plainBoot(plain)
      return { 'plain records': [seenMs], 'plain total': [wallMs], 'plain cpu': [cpuMs] }
    },
  ])
  return {
    name: `boot (${accelerator})`,
    lines: [
      lineOf('driver: to the first byte of the launcher', samples('launcher')),
      lineOf('driver: to the first record', samples('records')),
      lineOf('shell loop: to the first record', samples('plain records')),
      lineOf('driver: to the end of QEMU', samples('total')),
      lineOf('shell loop: to the end of QEMU', samples('plain total')),
      lineOf('driver: CPU of QEMU', samples('cpu')),
      lineOf('shell loop: CPU of QEMU', samples('plain cpu')),
    ],
    bounds: [],
    skipped: [],
  }
}
