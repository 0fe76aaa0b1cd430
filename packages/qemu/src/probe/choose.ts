import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import type { UnmetNeed } from '@capbench/core'
import type { QemuBinary } from '../binary/qemu.ts'
import { sha256 } from '../cache/digest.ts'
import { publishFile } from '../cache/directory.ts'
import type { Accelerator, AcceleratorWish } from './accelerator.ts'
import { judgeKvm, type KvmVerdict, probeKvm } from './kvm.ts'

/** A verdict, and whether its guest ran now or earlier in this boot of the host. */
export type DatedVerdict = KvmVerdict & { readonly cached: boolean }

export type AcceleratorChoice =
  | { readonly accelerator: Accelerator; readonly kvm?: DatedVerdict }
  | { readonly accelerator: 'none'; readonly kvm: DatedVerdict; readonly unmet: UnmetNeed }

type FoundQemu = Extract<QemuBinary, { readonly found: true }>

/** A verdict holds for one boot of the host, one QEMU and one user. */
async function cacheFile(qemu: FoundQemu, cacheDir: string): Promise<string> {
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  const key = sha256(Buffer.from(JSON.stringify([boot, qemu.file, qemu.banner, process.geteuid?.() ?? null])))
  return join(cacheDir, 'probes', `${key}.json`)
}

/** The verdict on KVM. What the probe guest answered is remembered until the host boots again; silence is not. */
export async function cachedKvmVerdict(qemu: FoundQemu, cacheDir: string, signal?: AbortSignal): Promise<DatedVerdict> {
  const file = await cacheFile(qemu, cacheDir)
  try {
    // judged again from its evidence, so that only what was seen is remembered
    return { ...judgeKvm((JSON.parse(await readFile(file, 'utf8')) as KvmVerdict).evidence), cached: true }
  } catch {
    const verdict = await probeKvm(qemu.file, signal)
    const { guest } = verdict.evidence
    if (guest?.outcome === 'fast' || guest?.outcome === 'slow')
      await publishFile(file, Buffer.from(`${JSON.stringify(verdict)}\n`))
    return { ...verdict, cached: false }
  }
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
