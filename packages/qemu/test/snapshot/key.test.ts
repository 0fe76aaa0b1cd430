import { describe, expect, it } from 'vitest'
import { type SnapshotParts, snapshotKey } from '../../src/snapshot/key.ts'

const parts: SnapshotParts = {
  qemu: { version: '7.2.22', banner: 'QEMU emulator version 7.2.22', sha256: 'a'.repeat(64) },
  args: ['-M', 'pc', '-smp', '1', '-append', 'quiet'],
  kernel: 'b'.repeat(64),
  initramfs: 'c'.repeat(64),
  hostCpuModel: 'a processor',
  hostBoot: '0b0b0b0b-0000-4000-8000-000000000000',
}

describe('the key of a saved state', () => {
  it.each<[string, Partial<SnapshotParts>]>([
    ['version of QEMU', { qemu: { ...parts.qemu, version: '8.0.0' } }],
    ['build of QEMU', { qemu: { ...parts.qemu, banner: 'QEMU emulator version 7.2.22 (Debian)' } }],
    ['file of QEMU', { qemu: { ...parts.qemu, sha256: null } }],
    ['number of vCPUs', { args: parts.args.with(3, '2') }],
    ['kernel parameters', { args: parts.args.with(5, 'quiet nosmt') }],
    ['order of arguments', { args: [...parts.args].reverse() }],
    ['kernel', { kernel: 'd'.repeat(64) }],
    ['program, launcher or init', { initramfs: 'd'.repeat(64) }],
    ['processor of the host', { hostCpuModel: null }],
    ['boot of the host', { hostBoot: '0b0b0b0b-0000-4000-8000-000000000001' }],
  ])('is another one for another %s', (_, change) => {
    expect(snapshotKey({ ...parts, ...change })).not.toBe(snapshotKey(parts))
  })

  it('is one and the same for the same parts, in whatever order they are named', () => {
    const reversed = Object.fromEntries(Object.entries(parts).reverse()) as unknown as SnapshotParts
    expect(snapshotKey(reversed)).toBe(snapshotKey(parts))
    expect(snapshotKey(parts)).toMatch(/^[0-9a-f]{64}$/)
  })
})
