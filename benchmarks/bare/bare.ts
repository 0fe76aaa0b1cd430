import { bareGuestProgram } from '@capbench/guest'
import { bareGuest, type ProbeRun, runProbeGuest } from '@capbench/qemu'
import { driverRun, prepareAlone } from '../boot/driver.ts'
import { type Arm, interleave } from '../measure/interleave.ts'
import { type Group, type Line, lineOf, type Skipped } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'

const bareLines = ['bare boot: to the first record', 'bare boot: to the end of QEMU', 'bare boot: CPU of QEMU'] as const
const probeLine = { tcg: 'probe of TCG, two vCPUs', kvm: 'probe of the KVM of this host, two vCPUs' } as const

/** A boot without an operating system, and the probe that asks an accelerator for its speed. */
export async function measureBare({ boots }: Scale): Promise<Group> {
  const skipped: Skipped[] = []
  const arms: Arm[] = []
  const names: string[] = []
  const without = (missing: readonly string[], why: string) => skipped.push(...missing.map((name) => ({ name, why })))
  try {
    const target = bareGuest()
    await prepareAlone(target)
    arms.push(bootArm(target))
    names.push(...bareLines)
  } catch (error) {
    without(bareLines, error instanceof Error ? error.message : String(error))
  }
  for (const accelerator of ['tcg', 'kvm'] as const) {
    const answer = await runProbeGuest('qemu-system-x86_64', accelerator)
    const name = probeLine[accelerator]
    if (answer.outcome === 'no-answer') without([name], `no answer: ${answer.stderr}`)
    else {
      arms.push(probeArm(accelerator))
      names.push(name)
    }
  }
  if (arms.length === 0) return { name: 'bare', lines: [], bounds: [], skipped }
  const samples = await interleave(boots, arms)
  return { name: 'bare', lines: names.map((name): Line => lineOf(name, samples(name))), bounds: [], skipped }
}

const bootArm =
  (target: ReturnType<typeof bareGuest>): Arm =>
  async () => {
    const run = await driverRun(target, bareGuestProgram('proof-boot'))
    const [record, end, cpu] = bareLines
    return { [record]: [run.firstByteMs('records')], [end]: [run.totalMs], [cpu]: [run.cpuMs] }
  }

const probeArm =
  (accelerator: ProbeRun['accelerator']): Arm =>
  async () => {
    const { ms } = await runProbeGuest('qemu-system-x86_64', accelerator)
    return { [probeLine[accelerator]]: [ms] }
  }
