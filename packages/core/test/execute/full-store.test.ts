import { execFileSync } from 'node:child_process'
import { run, suite } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { good, toy } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'

test('a store without room ends the campaign with CAPBENCH_STORE, also where a stream met it', async (context) => {
  const store = temporaryDirectory()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'none', store], { stdio: 'ignore' })
  } catch {
    context.skip('a small file system can only be mounted by root')
  }
  try {
    const fake = fakeTarget({ name: 'fake', play: (request) => good(request) })
    const target: typeof fake = {
      ...fake,
      execute: (request, sink, signal) =>
        new Promise((resolve) => {
          // Outside of any promise, as a stream would call it: what is thrown here nobody catches.
          setImmediate(() => {
            sink.write('console', new Uint8Array(1024 * 1024))
            resolve(fake.execute(request, sink, signal))
          })
        }),
    }
    const toys = suite({ name: 'toys', benchmarks: [toy], targets: [target] })
    await expect(run(toys, { store })).rejects.toMatchObject({
      code: 'CAPBENCH_STORE',
      message: expect.stringMatching(/console\.log: ENOSPC/),
    })
  } finally {
    execFileSync('umount', [store])
  }
})
