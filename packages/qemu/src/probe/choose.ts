import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import type { Architecture, UnmetNeed } from '@capbench/core'
import { hostArchitecture } from '@capbench/guest'
import type { QemuBinary } from '../binary/qemu.ts'
import { sha256 } from '../cache/digest.ts'
import { publishFile } from '../cache/directory.ts'
import type { Accelerator, AcceleratorWish } from './accelerator.ts'
import { type ProbeRun, probeLimitMs, probeProgram, runProbeGuest } from './guest.ts'
import { hostBootId } from './host.ts'
import { type KvmVerdict, lookAtKvm, probeKvm } from './kvm.ts'

/** A verdict, and whether its guest ran now or earlier in this boot of the host. */
export type DatedVerdict = KvmVerdict & { readonly cached: boolean }

/** What guests run under here, or why not under what was wished for. */
export type AcceleratorChoice =
  | { readonly accelerator: Accelerator; readonly kvm?: DatedVerdict }
  | { readonly accelerator: 'none'; readonly kvm: DatedVerdict; readonly unmet: UnmetNeed }

type FoundQemu = Extract<QemuBinary, { readonly found: true }>

/** Of what is stored; an older form has another name. */
const cacheFormat = 3

/** An answer holds for one probe guest, one boot of the host, one QEMU and one user. */
async function cacheFile(qemu: FoundQemu, cacheDir: string): Promise<string> {
  const holdsFor = [
    cacheFormat,
    probeProgram().manifest.sha256,
    await hostBootId(),
    qemu.file,
    qemu.banner,
    process.geteuid?.() ?? null,
  ]
  return join(cacheDir, 'probes', `${sha256(Buffer.from(JSON.stringify(holdsFor)))}.json`)
}

const isAnswer = ({ outcome }: Partial<ProbeRun>): boolean => outcome === 'fast' || outcome === 'slow'

async function remembered(file: string): Promise<ProbeRun | undefined> {
  try {
    const run = JSON.parse(await readFile(file, 'utf8')) as ProbeRun
    return isAnswer(run) ? run : undefined
  } catch {
    return undefined // absent or damaged: the guest is asked
  }
}

/** Below this a second run says nothing. */
const leastLimitMs = 200

/** One slow run may be a busy moment of the host, so the guest is asked again, in what is left of the same limit. */
async function askGuest(qemu: string, signal?: AbortSignal): Promise<ProbeRun> {
  const begin = performance.now()
  const first = await runProbeGuest(qemu, 'kvm', signal)
  const leftMs = Math.round(probeLimitMs - (performance.now() - begin))
  if (first.outcome !== 'slow' || leftMs < leastLimitMs) return first
  const second = await runProbeGuest(qemu, 'kvm', signal, leftMs)
  return second.outcome === 'no-answer' ? first : second
}

/**
 * The verdict on KVM. CPU and device are looked at every time; what the probe guest answered is remembered until the
 * host boots again, its silence is not.
 */
export async function cachedKvmVerdict(qemu: FoundQemu, cacheDir: string, signal?: AbortSignal): Promise<DatedVerdict> {
  let cached = false
  const verdict = await probeKvm(async () => {
    const file = await cacheFile(qemu, cacheDir)
    const earlier = await remembered(file)
    cached = earlier !== undefined
    if (earlier) return earlier
    const run = await askGuest(qemu.file, signal)
    if (isAnswer(run)) await publishFile(file, Buffer.from(`${JSON.stringify(run)}\n`))
    return run
  })
  return { ...verdict, cached }
}

/** The verdict on KVM for guests of an architecture that there is no probe guest for. */
export async function unprobedKvm(arch: Exclude<Architecture, 'x86_64'>): Promise<DatedVerdict> {
  const reason =
    arch === hostArchitecture
      ? `there is no probe guest for ${arch} yet that could tell a fast KVM from an emulated one`
      : `KVM runs guests of the host's own architecture; the guest is ${arch}, the host ` +
        `${hostArchitecture ?? process.arch}`
  return { verdict: 'unusable', reason, evidence: await lookAtKvm(), cached: false }
}

/** Decides what runs guest code. A demanded KVM that is not usable is an unmet need: nothing falls back in silence. */
export async function chooseAccelerator(
  wish: AcceleratorWish,
  verdict: () => Promise<DatedVerdict>,
): Promise<AcceleratorChoice> {
  if (wish === 'tcg') return { accelerator: 'tcg' }
  const kvm = await verdict()
  if (kvm.verdict === 'usable') return { accelerator: 'kvm', kvm }
  if (wish === 'auto') return { accelerator: 'tcg', kvm }
  return {
    accelerator: 'none',
    kvm,
    unmet: {
      need: 'KVM',
      detail: `KVM is ${kvm.verdict}: ${kvm.reason}`,
      remedy:
        'Run on a host with hardware virtualization and access to /dev/kvm, or ask for the accelerator auto or tcg',
    },
  }
}
