import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { launch } from '@capbench/host'
import { describe, expect, it } from 'vitest'
import { processesWith } from '../helpers/processes.ts'

const fixture = join(import.meta.dirname, 'parent.fixture.ts')

/** Waits until nothing of a run is left; the limit of the test ends a wait in vain. */
async function untilGone(nonce: string): Promise<void> {
  while (processesWith(nonce).length > 0) await sleep(10)
}

/** A program that runs a guest, which is up; and the nonce that only processes of that run have. */
async function parentOfGuest(mode: string) {
  const args = ['--conditions=@capbench/source', fixture, mode]
  const parent = await launch({ file: process.execPath, args, dieWithParent: false })
  const [said, complaint] = [parent.stdout, parent.stderr].map((stream) => {
    let text = ''
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    return () => text
  })
  while (!said?.().includes('\n')) {
    if (parent.stdout.readableEnded) throw new Error(`the driver ended before its guest was up: ${complaint?.()}`)
    await sleep(10)
  }
  return { parent, nonce: said().trim() }
}

describe('a machine whose driver is gone', () => {
  it('is gone as well when the driver was killed and could do nothing about it', async () => {
    const { parent, nonce } = await parentOfGuest('stay')
    expect(nonce).toMatch(/^[0-9a-f]{32}$/)
    expect(processesWith(nonce)).not.toEqual([])
    process.kill(parent.pid ?? 0, 'SIGKILL')
    await untilGone(nonce)
    expect(await parent.exit).toEqual({ kind: 'signalled', signal: 'SIGKILL' })
    await parent.end()
  })

  it.each(['SIGTERM', 'SIGHUP'] as const)('is gone as well after %s of the driver', async (signal) => {
    const { parent, nonce } = await parentOfGuest('stay')
    expect(processesWith(nonce)).not.toEqual([])
    process.kill(parent.pid ?? 0, signal)
    await untilGone(nonce)
    expect(await parent.exit).toEqual({ kind: 'signalled', signal })
    await parent.end()
  })

  it('is gone as well when the driver exits in the middle of a run', async () => {
    const { parent, nonce } = await parentOfGuest('exit')
    expect(await parent.exit).toEqual({ kind: 'exited', code: 0 })
    await untilGone(nonce)
    await parent.end()
  })
})
