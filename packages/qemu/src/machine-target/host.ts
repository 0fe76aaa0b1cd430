import { CapbenchError, type JsonObject, type PrepareContext, type UnmetNeed } from '@capbench/core'
import { captureHost, type HostTopology, type PinPlan, planPins } from '@capbench/host'
import { digestOfQemu, inspectQemu, type QemuBinary } from '../binary/qemu.ts'
import { cacheDirectory } from '../cache/directory.ts'
import { attachLine } from '../command/debugger.ts'
import {
  type AcceleratorChoice,
  cachedKvmVerdict,
  chooseAccelerator,
  type DatedVerdict,
  unprobedKvm,
} from '../probe/choose.ts'
import type { MachineSettings } from './options.ts'
import { qemuNeed, unmet } from './requirements.ts'

/** What the host offers to a machine; a missing part is named in `unmet`. */
export interface FoundHost {
  readonly topology: HostTopology
  readonly qemu: QemuBinary
  readonly cacheDir: string
  readonly choice?: AcceleratorChoice
  readonly pin?: PinPlan
  readonly unmet: readonly UnmetNeed[]
}

/** Where unmet needs are noted, and whether somebody still waits for them. */
export interface Search {
  readonly missing: UnmetNeed[]
  readonly signal: AbortSignal
}

/** An unmet need where the work fails for a reason that a person can mend; an abort is none. */
export async function orUnmet<T>(
  need: (detail: string) => UnmetNeed,
  { missing, signal }: Search,
  work: () => Promise<T> | T,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof CapbenchError) || error.code === 'CAPBENCH_BUG') throw error
    missing.push(need(error.message))
    return undefined
  }
}

/** `null` where KVM was not looked at, because TCG was demanded. */
function kvmEvidence(kvm: DatedVerdict | undefined): JsonObject | null {
  if (kvm === undefined) return null
  const { guest, ...rest } = kvm.evidence
  return { verdict: kvm.verdict, reason: kvm.reason, cached: kvm.cached, evidence: { ...rest, guest: guest ?? null } }
}

/**
 * Looks for what every machine needs of its host, and adds `env/qemu-<name>.json` to the evidence.
 *
 * @throws the reason of the signal once that has aborted: what an interrupted search did not find is no fact
 */
export async function findHost(settings: MachineSettings, context: PrepareContext): Promise<FoundHost> {
  const { signal } = context
  const cacheDir = cacheDirectory(settings.cacheDir)
  if (settings.gdb) context.progress(`each run waits, without a time limit, for ${attachLine(settings.gdb)}`)
  const missing: UnmetNeed[] = []
  const { topology } = await captureHost(context)
  const qemu = await inspectQemu(settings.qemu, signal)
  if (!qemu.found) missing.push(unmet(qemuNeed(settings), qemu.detail))
  const choice = qemu.found
    ? await chooseAccelerator(settings.accelerator, () =>
        settings.arch === 'x86_64' ? cachedKvmVerdict(qemu, cacheDir, signal) : unprobedKvm(settings.arch),
      )
    : undefined
  if (choice && 'unmet' in choice) missing.push(choice.unmet)
  if (qemu.found) {
    const description: JsonObject = {
      schema: 'capbench.qemu/1',
      version: qemu.version,
      banner: qemu.banner,
      sha256: await digestOfQemu(qemu.file),
      kvm: kvmEvidence(choice?.kvm),
    }
    await context.environment(`qemu-${settings.name}`, () => description)
  }
  // a placement that this host cannot give is a mistake of the caller, not something that the host lacks
  const pin = settings.pin && planPins(settings.pin, topology)
  return { topology, qemu, cacheDir, unmet: missing, ...(choice && { choice }), ...(pin && { pin }) }
}
