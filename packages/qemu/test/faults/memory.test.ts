import { readFileSync } from 'node:fs'
import type { Reporter } from '@capbench/core'
import { expect, it } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { processesWith } from '../helpers/processes.ts'
import { script } from '../helpers/script.ts'
import { faultyBenchmark } from './support/faulty-benchmark.ts'
import { faultyCampaign } from './support/faulty-campaign.ts'

const MiB = 1024 * 1024

/** Resident memory of a process, in bytes (proc(5), VmRSS). */
function residentBytes(pid: number): number {
  const [, kiB] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kiB) * 1024
}

/** Calls `sample` once for every so many bytes of output. */
function every(bytes: number, sample: () => void): Reporter {
  let total = 0
  return (event) => {
    if (event.type !== 'output') return
    const before = Math.floor(total / bytes)
    total += event.chunk.length
    if (Math.floor(total / bytes) > before || total === event.chunk.length) sample()
  }
}

it('a machine that prints without end, faster than any, takes no memory of this process', async () => {
  const flood = `case "$1" in --version) echo "QEMU emulator version 7.2.0"; exit;; esac
    exec cat /dev/zero >&4`
  const qemu = script(temporaryDirectory(), 'flooding', flood)
  const resident: number[] = []
  const campaign = await faultyCampaign(
    [faultyBenchmark('flood', 'bad', [{ mode: 'flood' }])],
    [linuxGuest({ accelerator: 'tcg', qemu })],
    { maxChannelBytes: 64 * MiB, onEvent: every(MiB, () => resident.push(process.memoryUsage.rss())) },
  )
  const outcome = campaign.outcome('flood', 'linux', 'flood')
  expect(outcome).toMatchObject({ status: 'invalid', reasons: ['transcript_overflow', 'records_lost'] })
  expect(outcome.log('records')).toHaveLength(64 * MiB)
  campaign.remove()
  expect(resident.length).toBeGreaterThan(40)
  // after the first quarter, in which the buffers come into being
  const [afterQuarter = 0, ...later] = resident.slice(16)
  expect(Math.max(...later) - afterQuarter).toBeLessThan(16 * MiB)
})

/** Finds the process whose command line has the nonce of the first record; chunks may be smaller than that. */
function processOfNonce() {
  let [begun, pid]: [string, number | undefined] = ['', undefined]
  return {
    pid: () => pid,
    look: ((event) => {
      if (event.type !== 'output' || pid !== undefined) return
      begun += Buffer.from(event.chunk).toString('latin1')
      const [, nonce] = /@CB1 ([0-9a-f]{32}) \d+ answer/.exec(begun) ?? []
      if (nonce !== undefined) pid = processesWith(nonce)[0]
    }) satisfies Reporter,
  }
}

it('a guest that prints without end takes no memory of QEMU', async () => {
  const resident: number[] = []
  const qemu = processOfNonce()
  const sample = every(MiB / 4, () => {
    const pid = qemu.pid()
    if (pid !== undefined) resident.push(residentBytes(pid))
  })
  const campaign = await faultyCampaign(
    [faultyBenchmark('flood', 'bad', [{ mode: 'flood' }])],
    [linuxGuest({ accelerator: 'tcg' })],
    {
      maxChannelBytes: 3 * MiB,
      onEvent: (event) => {
        qemu.look(event)
        sample(event)
      },
    },
  )
  expect(campaign.outcome('flood', 'linux', 'flood').reasons).toEqual(['transcript_overflow', 'records_lost'])
  campaign.remove()
  const [afterQuarter = 0, ...later] = resident
  expect(later.length).toBeGreaterThan(8)
  expect(Math.max(...later) - afterQuarter).toBeLessThan(MiB)
})
