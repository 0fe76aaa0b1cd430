import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveKernel } from '../../src/kernel/resolve.ts'
import { linuxGuest } from '../../src/linux/guest.ts'
import type { LinuxGuestOptions } from '../../src/linux/options.ts'
import { leaveWith, pvhKernel, spin, tripleFault } from '../helpers/elf.ts'
import { script } from '../helpers/script.ts'
import { faultyBenchmark } from './support/faulty-benchmark.ts'
import { type FaultyCampaign, faultyCampaign } from './support/faulty-campaign.ts'
import { qemuWith } from './support/qemu-with.ts'

interface Row {
  readonly name: string
  readonly what: string
  /** Words of QEMU's command line that are replaced behind the driver's back. */
  readonly replaced?: Readonly<Record<string, string>>
  readonly options?: Partial<LinuxGuestOptions>
  readonly reason: string
  readonly and?: readonly string[]
  /** What the message must hold. */
  readonly says: string
  readonly console?: string
}

const directory = mkdtempSync(join(tmpdir(), 'capbench-start-'))
const file = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(directory, name), bytes)
  return join(directory, name)
}
const kernel = readFileSync((await resolveKernel()).vmlinux)
const empty = file('empty', '')
const text = file('text', 'this is no kernel, and not even a binary\n'.repeat(100))
const cutElf = file('cut-elf', kernel.subarray(0, 1_000_000))
/** Stands for a bzImage cut off after its setup code: a right header, which QEMU starts; its code leads nowhere. */
const cutBzImage = (): string => {
  const setup = Buffer.alloc(4096)
  setup[0x1f1] = 4
  setup.writeUInt16LE(0xaa55, 0x1fe)
  setup.set([0xeb, 0x6e], 0x200) // jmp 0x270, beyond the header
  setup.write('HdrS', 0x202, 'latin1')
  setup.writeUInt16LE(0x20f, 0x206)
  setup[0x211] = 1
  setup.writeUInt32LE(0x7fffffff, 0x22c)
  setup.set([0x0f, 0x01, 0x1e, 0, 0x03, 0xcc], 0x270) // an empty lidt; int3
  return file('cut-bzimage', setup)
}
mkdirSync(join(directory, 'directory'))

/** What QEMU says and does when it is given something that cannot work; the driver looks at none of it before. */
const refusals: readonly Row[] = [
  { name: 'kernel-text', what: 'a kernel that is text', replaced: { '-kernel': text }, says: 'kernel' },
  { name: 'kernel-empty', what: 'an empty kernel', replaced: { '-kernel': empty }, says: 'could not load' },
  {
    name: 'kernel-missing',
    what: 'a kernel that is not there',
    replaced: { '-kernel': '/nonexistent/vmlinux' },
    says: 'could not open kernel file',
  },
  {
    name: 'kernel-directory',
    what: 'a kernel that is a directory',
    replaced: { '-kernel': join(directory, 'directory') },
    says: 'directory',
  },
  { name: 'kernel-cut-elf', what: 'an ELF kernel cut off', replaced: { '-kernel': cutElf }, says: 'elf' },
  { name: 'initrd-missing', what: 'no initramfs', replaced: { '-initrd': '/nonexistent/cpio' }, says: 'initrd' },
  { name: 'accelerator', what: 'an accelerator that there is not', replaced: { '-accel': 'nope' }, says: 'nope' },
  { name: 'machine', what: 'a machine that there is not', replaced: { '-M': 'zz' }, says: 'unsupported machine type' },
  { name: 'vcpus-many', what: 'more vCPUs than a machine takes', replaced: { '-smp': '300' }, says: 'CPUs' },
  { name: 'memory-huge', what: 'more memory than there is', replaced: { '-m': '4000G' }, says: 'memory' },
].map((row) => ({ reason: 'launch_failed', ...row }))

const others: readonly Row[] = [
  {
    name: 'qemu-silent',
    what: 'a QEMU that never speaks',
    options: {
      qemu: script(
        directory,
        'silent',
        'case "$1" in --version) echo "QEMU emulator version 7.2.0";; *) exec sleep 600;; esac',
      ),
      timeouts: { launch: 700 },
    },
    reason: 'launch_timeout',
    says: 'launch took longer than 700 ms',
  },
  {
    name: 'qemu-gone',
    what: 'a QEMU that is gone when it is needed',
    options: {
      qemu: script(directory, 'gone', 'case "$1" in --version) echo "QEMU emulator version 7.2.0"; rm "$0";; esac'),
    },
    reason: 'launch_failed',
    says: 'did not start',
  },
  {
    name: 'kernel-cut-bzimage',
    what: 'a bzImage cut off, which QEMU starts and ends with 0',
    replaced: { '-kernel': cutBzImage() },
    reason: 'abnormal_exit',
    says: 'exit code 0',
  },
  {
    name: 'kernel-triple-fault',
    what: 'a kernel that resets the machine at once: no loop',
    replaced: { '-kernel': file('triple-fault', pvhKernel(tripleFault)) },
    reason: 'abnormal_exit',
    says: 'guest-reset',
  },
  {
    name: 'kernel-spins',
    what: 'a kernel that never comes to init',
    replaced: { '-kernel': file('spin', pvhKernel(spin)) },
    options: { timeouts: { boot: 1000 } },
    reason: 'boot_timeout',
    says: 'boot took longer than 1000 ms',
  },
  {
    name: 'kernel-other-code',
    what: 'a guest that leaves with a code of its own',
    replaced: { '-kernel': file('leave-11', pvhKernel(leaveWith(0x11))) },
    reason: 'abnormal_exit',
    says: 'exit code 35',
  },
  {
    name: 'kernel-zero',
    what: 'a guest that leaves with 0, which QEMU turns into 1',
    replaced: { '-kernel': file('leave-00', pvhKernel(leaveWith(0))) },
    reason: 'abnormal_exit',
    says: 'exit code 1',
  },
  {
    name: 'kernel-clean-code',
    what: 'the definite exit signal and nothing else',
    replaced: { '-kernel': file('leave-10', pvhKernel(leaveWith(0x10))) },
    reason: 'records_lost',
    says: 'launcher',
  },
  {
    name: 'initrd-junk',
    what: 'an initramfs that is none',
    replaced: { '-initrd': text },
    reason: 'guest_panic',
    and: ['abnormal_exit'],
    says: 'Kernel panic',
    console: 'Unable to mount root fs',
  },
  {
    name: 'initrd-empty',
    what: 'an empty initramfs',
    replaced: { '-initrd': empty },
    reason: 'guest_panic',
    and: ['abnormal_exit'],
    says: 'Kernel panic',
    console: 'Unable to mount root fs',
  },
  {
    name: 'memory-small',
    what: 'a machine with too little memory, which ends in silence and with 0',
    replaced: { '-m': '40M' },
    reason: 'abnormal_exit',
    says: 'guest-reset',
  },
  {
    name: 'panic-stays',
    what: 'a panic after which the kernel stands still',
    options: { cmdline: 'panic=0 rdinit=/nonexistent init=/nonexistent', timeouts: { boot: 6000 } },
    reason: 'guest_panic',
    and: ['boot_timeout'],
    says: 'Kernel panic',
    console: '---[ end Kernel panic',
  },
]

/** What the target refuses before anything runs. */
const missing: readonly Row[] = [
  { name: 'no-qemu', what: 'no QEMU', options: { qemu: 'qemu-system-none' }, says: 'qemu-system-none was not found' },
  { name: 'path-text', what: 'a kernel that is text', options: { kernel: text }, says: 'it looks like text' },
  { name: 'path-empty', what: 'an empty kernel', options: { kernel: empty }, says: 'it is empty' },
  {
    name: 'path-missing',
    what: 'a kernel that is not there',
    options: { kernel: '/nonexistent/k' },
    says: 'no kernel',
  },
  {
    name: 'path-directory',
    what: 'a kernel that is a directory',
    options: { kernel: directory },
    says: 'is a directory',
  },
  { name: 'path-cut-elf', what: 'an ELF kernel cut off', options: { kernel: cutElf }, says: 'cut' },
  { name: 'path-cut-bzimage', what: 'a bzImage cut off', options: { kernel: cutBzImage() }, says: 'cut' },
].map((row) => ({ reason: 'missing_prerequisite', ...row }))

const benchmark = faultyBenchmark('starts', 'bad', [{ mode: 'no-end' }])
let campaign: FaultyCampaign

beforeAll(async () => {
  const targets = [...refusals, ...others, ...missing].map(({ name, options, replaced }) =>
    linuxGuest({
      name,
      accelerator: 'tcg',
      runFactor: 1,
      ...(replaced && { qemu: qemuWith(directory, `qemu-${name}`, replaced) }),
      ...options,
    }),
  )
  campaign = await faultyCampaign([benchmark], targets)
}, 600_000)
afterAll(() => {
  campaign?.remove()
  rmSync(directory, { recursive: true })
})

const outcomeOf = (name: string) => campaign.outcome('starts', name, 'no-end')

describe('a machine that does not come up costs its own row, with the reason', () => {
  it.each(refusals)('$name: $what is failed, $reason, with what QEMU said', ({ name, reason, says }) => {
    const outcome = outcomeOf(name)
    expect(outcome).toMatchObject({ status: 'failed', reasons: [reason, 'records_lost'] })
    expect(outcome.record?.outcome.phase).toBe('launch')
    expect(outcome.detail).toContain(says)
    expect(outcome.log('driver').toString()).toContain(says)
  })

  it.each(others)('$name: $what is $reason', ({ name, reason, and = [], says, console }) => {
    const outcome = outcomeOf(name)
    expect(outcome.reasons).toEqual(reason === 'records_lost' ? [reason] : [reason, ...and, 'records_lost'])
    expect(outcome.status).toBe(/launch|timeout/.test(reason) ? 'failed' : 'invalid')
    expect(outcome.detail).toContain(says)
    if (console !== undefined) expect(outcome.log('console').toString()).toContain(console)
  })

  it.each(missing)('$name: $what is unsupported, $reason, and nothing is run', ({ name, reason, says }) => {
    const outcome = outcomeOf(name)
    expect(outcome).toMatchObject({ status: 'unsupported', reasons: [reason], record: undefined })
    expect(outcome.detail).toContain(says)
  })
})
