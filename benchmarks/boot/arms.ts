import type { ProgramFile, Target } from '@capbench/core'
import type { Arm } from '../measure/interleave.ts'
import { driverRun } from './driver.ts'
import { type DriverWay, parts, partsOf } from './figures.ts'

/** One run by the driver, with what its parts cost. */
export function driverArm(way: DriverWay, target: Target, program: ProgramFile): Arm {
  return async () => {
    const run = await driverRun(target, program)
    const costs = run.fact('boot-costs') ?? {}
    const spans = partsOf[way].flatMap((part) => {
      const ms = costs[part]
      if (typeof ms === 'number') return [[`${way} ${part}`, [ms]] as const]
      throw new Error(`the run of ${target.name} does not say what ${parts[part]} cost`)
    })
    return {
      [`${way} records`]: [run.firstByteMs('records')],
      [`${way} total`]: [run.totalMs],
      [`${way} cpu`]: [run.cpuMs],
      ...Object.fromEntries(spans),
    }
  }
}
