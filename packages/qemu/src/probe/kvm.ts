import { open, readFile } from 'node:fs/promises'
import type { ProbeRun } from './guest.ts'
import { cpuFlags } from './host.ts'

/** `1270 and 1268 cycles a trip on 2 vCPUs at once` */
function speedOf({ vcpus }: ProbeRun): string {
  const cycles = vcpus.map(({ trips, cycles }) => Math.round(cycles / trips))
  return `${cycles.join(' and ')} cycles a trip of its loop on ${vcpus.length} vCPUs at once`
}

const lastWords = (guest: ProbeRun | undefined): string =>
  guest === undefined ? 'not run' : guest.stderr || guest.text

/** What was looked at, fast things first. */
export type KvmEvidence = {
  /** `vmx` or `svm` among the CPU flags; `null` where there is neither. */
  readonly cpuFlag: 'vmx' | 'svm' | null
  /** `null`: /dev/kvm opened for reading and writing; else the errno name. */
  readonly deviceError: string | null
  /** Absent where the device did not open. */
  readonly guest?: ProbeRun
}

/**
 * - `usable`: hardware virtualization, proved by a guest whose two vCPUs ran at hardware speed at the same time;
 * - `emulated`: a guest runs, and each of its instructions is interpreted;
 * - `unusable`: everything else.
 */
export type KvmVerdict = {
  readonly verdict: 'usable' | 'emulated' | 'unusable'
  readonly reason: string
  readonly evidence: KvmEvidence
}

/** The verdict on KVM that evidence allows. */
export function judgeKvm(evidence: KvmEvidence): KvmVerdict {
  const { cpuFlag, deviceError, guest } = evidence
  if (deviceError !== null)
    return { verdict: 'unusable', reason: `/dev/kvm cannot be opened (${deviceError})`, evidence }
  if (guest?.outcome === 'slow')
    return {
      verdict: 'emulated',
      reason: `the probe guest was slow (${speedOf(guest)}): this KVM interprets guest code`,
      evidence,
    }
  if (guest?.outcome !== 'fast')
    return {
      verdict: 'unusable',
      reason: `the probe guest gave no answer (exit code ${guest?.code ?? 'none'}): ${lastWords(guest)}`,
      evidence,
    }
  if (cpuFlag === null) return { verdict: 'unusable', reason: 'the CPU has neither vmx nor svm', evidence }
  const reason = `${cpuFlag}, and the probe guest was fast (${speedOf(guest)}) and done in ${guest.ms} ms`
  return { verdict: 'usable', reason, evidence }
}

async function deviceError(): Promise<string | null> {
  try {
    await (await open('/dev/kvm', 'r+')).close()
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'EIO'
  }
}

async function cpuFlag(): Promise<'vmx' | 'svm' | null> {
  const flags = cpuFlags(await readFile('/proc/cpuinfo', 'utf8'))
  return flags.includes('vmx') ? 'vmx' : flags.includes('svm') ? 'svm' : null
}

/** What can be seen of this host's KVM without a guest. */
export async function lookAtKvm(): Promise<Pick<KvmEvidence, 'cpuFlag' | 'deviceError'>> {
  return { cpuFlag: await cpuFlag(), deviceError: await deviceError() }
}

/**
 * Looks at this host's KVM.
 *
 * @param ask what came of the probe guest under KVM; asked for only where the device opens
 */
export async function probeKvm(ask: () => Promise<ProbeRun>): Promise<KvmVerdict> {
  const seen = await lookAtKvm()
  return judgeKvm(seen.deviceError === null ? { ...seen, guest: await ask() } : seen)
}
