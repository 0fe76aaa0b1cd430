import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { framed, Type } from '@capbench/core'
import { guestProgram } from '@capbench/guest'
import { capture } from '@capbench/host'
import { sha256 } from '../cache/digest.ts'
import { publishFile } from '../cache/directory.ts'
import { cpuFlags, hostBootId } from '../probe/host.ts'

/** One window of the program `counter-rate`. */
export interface RateWindow {
  readonly cycles: number
  readonly ns: number
}

const count = Type.Integer({ minimum: 1 })
const windows = framed({
  version: 1,
  records: { rate: Type.Object({ cycles: count, ns: count }, { additionalProperties: false }) },
  observe: ({ rate }): readonly RateWindow[] => rate,
})

/** Of the median: a window that the scheduler cut into lies further off; most must not. */
const tolerance = 20e-6

/**
 * The rate that windows agree upon, in whole kHz: their median, where more than half of at least three lie within 20
 * ppm of it; `undefined` where they do not.
 */
export function agreedRate(measured: readonly RateWindow[]): number | undefined {
  const rates = measured.map(({ cycles, ns }) => (cycles / ns) * 1e6).sort((a, b) => a - b)
  const median = rates[Math.floor(rates.length / 2)]
  if (median === undefined || rates.length < 3) return undefined
  const near = rates.filter((rate) => Math.abs(rate / median - 1) <= tolerance)
  return near.length * 2 > rates.length ? Math.round(median) : undefined
}

/** Does the TSC of this host count at one rate, whatever the CPUs do? */
export function countsEvenly(cpuinfo: string): boolean {
  const flags = cpuFlags(cpuinfo)
  return flags.includes('constant_tsc') && flags.includes('nonstop_tsc')
}

async function measure(signal: AbortSignal): Promise<number | undefined> {
  const nonce = 'c'.repeat(32) // nobody else writes there
  const { stdout } = await capture({ file: guestProgram('counter-rate').path, args: [nonce], signal })
  const parsed = windows.parse({
    nonce,
    channel: (name) => Buffer.from(name === 'records' ? stdout : ''),
    artifact: () => new Uint8Array(),
  })
  return parsed.complete ? agreedRate(parsed.observation) : undefined
}

async function remembered(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const kHz = /^\{"tscKHz":([1-9]\d{4,7})\}\n$/.exec(text)?.[1]
  return kHz === undefined ? undefined : Number(kHz)
}

/**
 * The rate of this host's TSC in kHz, against its CLOCK_MONOTONIC, measured in 70 ms; `undefined` where it is not
 * constant or cannot be measured.
 *
 * Within a boot of the host the first answer stays, so that equal guests have equal command lines, unless a host that
 * was moved to another machine counts at another rate now.
 */
export async function counterRate(cacheDir: string, signal: AbortSignal): Promise<number | undefined> {
  if (!countsEvenly(await readFile('/proc/cpuinfo', 'utf8'))) return undefined
  const file = join(cacheDir, 'clocks', `${sha256(Buffer.from(await hostBootId()))}.json`)
  const earlier = await remembered(file)
  const now = await measure(signal)
  signal.throwIfAborted()
  if (now === undefined) return earlier
  if (earlier !== undefined && Math.abs(now / earlier - 1) <= tolerance) return earlier
  await publishFile(file, Buffer.from(`{"tscKHz":${now}}\n`))
  return now
}
