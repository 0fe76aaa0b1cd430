import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { runProbeGuest } from '../../src/probe/guest.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { context } from '../helpers/run-guest.ts'
import { script } from '../helpers/script.ts'

/** A QEMU that never answers, and a signal that aborts once it has been started. */
function silentQemu() {
  const directory = temporaryDirectory()
  const qemu = script(directory, 'qemu', 'touch "$0.busy"; exec sleep 60')
  const control = new AbortController()
  const watch = async (): Promise<void> => {
    while (!existsSync(`${qemu}.busy`)) await sleep(5)
    control.abort(new Error('the caller left'))
  }
  return { qemu, cacheDir: join(directory, 'cache'), signal: control.signal, watch }
}

describe('an abort is a caller who left, never something that the host lacks', () => {
  it('while QEMU is asked for its version', async () => {
    const { qemu, cacheDir, signal, watch } = silentQemu()
    const stored: string[] = []
    const environment: typeof context.environment = async (name, capture) => {
      stored.push(name)
      return capture()
    }
    const facts = linuxGuest({ qemu, cacheDir }).prepare({ ...context, signal, environment })
    await Promise.all([expect(facts).rejects.toThrow('the caller left'), watch()])
    expect(stored).not.toContain('qemu-linux')
  })

  it('while KVM is probed', async () => {
    const { qemu, signal, watch } = silentQemu()
    const run = runProbeGuest(qemu, 'kvm', signal)
    await Promise.all([expect(run).rejects.toThrow('the caller left'), watch()])
  })

  it('before anything was looked at', async () => {
    const guest = linuxGuest({ accelerator: 'tcg', cacheDir: temporaryDirectory() })
    const signal = AbortSignal.abort(new Error('the caller left'))
    await expect(guest.prepare({ ...context, signal })).rejects.toThrow('the caller left')
  })
})
