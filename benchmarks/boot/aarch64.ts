import { guestProgram } from '@capbench/guest'
import { linuxGuest } from '@capbench/qemu'
import { interleave } from '../measure/interleave.ts'
import { type Group, type Line, lineOf } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { driverArm } from './arms.ts'
import { driverRun, prepareAlone } from './driver.ts'
import { type DriverWay, figuresOf, nameOf, partName, partsOf } from './figures.ts'

const ways = ['cold', 'restored'] as const satisfies readonly DriverWay[]
const lineNames = ways.flatMap((way) => [
  ...figuresOf.map((figure) => ({ name: nameOf(way, figure), key: `${way} ${figure}` })),
  ...partsOf[way].map((part) => ({ name: partName(way, part), key: `${way} ${part}` })),
])
const name = 'aarch64'

/** The Linux guest for aarch64, cold and restored. There is no bound: its machine is none that could be compared. */
export async function measureAarch64({ boots }: Scale): Promise<Group> {
  const arch = 'aarch64'
  const [cold, restored] = [linuxGuest({ arch }), linuxGuest({ arch, name: 'restored', snapshot: true })]
  try {
    const { accelerator } = await prepareAlone(restored)
    const program = guestProgram('proof-boot', arch)
    await driverRun(restored, program) // saves the state
    await prepareAlone(cold)
    const samples = await interleave(boots, [
      driverArm('cold', cold, program),
      driverArm('restored', restored, program),
    ])
    const lines = lineNames.map((line): Line => lineOf(line.name, samples(line.key)))
    return { name: `${name} (${accelerator})`, lines, bounds: [], skipped: [] }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { name, lines: [], bounds: [], skipped: lineNames.map((line) => ({ name: line.name, why })) }
  }
}
