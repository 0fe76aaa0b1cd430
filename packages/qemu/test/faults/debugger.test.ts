import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ChannelName, run, suite, type Target } from '@capbench/core'
import { describe, expect, it } from 'vitest'
import { attachLine } from '../../src/command/debugger.ts'
import { linuxGuest } from '../../src/linux/guest.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { faultyBenchmark } from './support/faulty-benchmark.ts'
import { gdbClient } from './support/gdb-client.ts'

/** A target that tells what it has printed so far. */
function listening(target: Target<string, 'linux'>) {
  const seen: ChannelName[] = []
  const execute: typeof target.execute = (request, sink, signal) =>
    target.execute(
      request,
      {
        ...sink,
        write: (channel, chunk) => {
          seen.push(channel)
          sink.write(channel, chunk)
        },
      },
      signal,
    )
  return { seen, target: { ...target, execute } }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

const benchmark = faultyBenchmark('debugged', 'bad', [{ mode: 'panic-text' }], 1)

describe('a guest that waits for a debugger', () => {
  it.each(['path', 'port'] as const)(
    'halts before its first instruction, is let go by gdb, and is no claim: %s',
    async (kind) => {
      const directory = temporaryDirectory()
      const place = kind === 'path' ? { path: join(directory, 'gdb.sock') } : { port: await freePort() }
      const said: string[] = []
      // limits that would pass long before anybody attaches
      const timeouts = { boot: 1, exit: 1 }
      const { seen, target } = listening(linuxGuest({ accelerator: 'tcg', runFactor: 1, timeouts, gdb: place }))
      const campaign = run(suite({ name: 'debug', benchmarks: [benchmark], targets: [target] }), {
        store: directory,
        attempts: 1,
        onEvent: (event) => {
          if (event.type === 'prepare') said.push(event.message)
        },
      })
      const early = campaign.then(() => {
        throw new Error('the campaign ended before anybody attached')
      })
      const gdb = await Promise.race([gdbClient(place), early])
      early.catch(() => {}) // its end is awaited below
      expect(await gdb.ask('qSupported')).toMatch(/PacketSize=/)
      expect(await gdb.ask('?')).toMatch(/^T05|^S05/)
      const registers = await gdb.ask('g')
      await sleep(300)
      expect(await gdb.ask('g')).toBe(registers) // not one instruction further
      expect(seen).toEqual([])
      gdb.send('c')
      const { results, exitCode } = await campaign
      gdb.close()
      expect(exitCode).toBe(0)
      expect(results).toMatchObject([
        { status: 'passed', classReasons: expect.arrayContaining(['special-build-or-caps']) },
      ])
      expect(results[0]?.status === 'passed' && results[0].evidenceClass).not.toBe('claimable')
      expect(said.join('\n')).toContain(attachLine(place))
    },
  )
})

describe('where a debugger is to connect', () => {
  it('is refused where nobody could', () => {
    const file = join(temporaryDirectory(), 'precious')
    writeFileSync(file, 'data')
    for (const gdb of [
      { port: 0 },
      { port: 70_000 },
      { path: 'relative' },
      { path: `/${'x'.repeat(120)}` },
      { path: file },
    ])
      expect(() => linuxGuest({ gdb })).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE' }))
    expect(() => linuxGuest({ gdb: { port: 1234 }, snapshot: true })).toThrow(/snapshot/)
  })

  it('is told as a command for a shell', () => {
    expect(attachLine({ port: 1234 })).toBe(`gdb -ex 'target remote 127.0.0.1:1234'`)
    expect(attachLine({ path: '/tmp/a b' })).toBe(`gdb -ex 'target remote /tmp/a b'`)
  })
})
