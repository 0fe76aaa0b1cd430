import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { agreedRate, counterRate, countsEvenly } from '../../src/linux/counter-rate.ts'
import { temporaryDirectory } from '../helpers/directory.ts'

const window = (kHz: number): { readonly cycles: number; readonly ns: number } => ({ cycles: kHz * 10, ns: 10_000_000 })
const { signal } = new AbortController()

describe('the rate of the counter', () => {
  it('is the median, whatever one interrupted window says', () => {
    expect(agreedRate([window(2_600_001), window(2_500_000), window(2_600_002), window(2_600_003)])).toBe(2_600_002)
  })

  it.each([
    ['none', []],
    ['too few', [window(2_600_000), window(2_600_000)]],
    ['apart from each other', [window(2_599_000), window(2_600_000), window(2_601_000), window(2_602_000)]],
  ])('is not known from windows that are %s', (_, windows) => {
    expect(agreedRate(windows)).toBeUndefined()
  })

  it('is not asked for where the counter changes its pace or stops', () => {
    expect(countsEvenly('flags\t\t: fpu tsc constant_tsc nonstop_tsc\n')).toBe(true)
    expect(countsEvenly('flags\t\t: fpu tsc constant_tsc\n')).toBe(false)
    expect(countsEvenly('flags\t\t: fpu tsc nonstop_tsc_s3 constant_tsc\n')).toBe(false)
    expect(countsEvenly('Features\t: fp asimd\n')).toBe(false)
  })

  it('stays the first answer within a boot of the host, unless it is another rate now', async (ctx) => {
    if (!countsEvenly(readFileSync('/proc/cpuinfo', 'utf8'))) return ctx.skip('the TSC of this host is not constant')
    const cache = temporaryDirectory()
    const rate = await counterRate(cache, signal)
    if (rate === undefined) return ctx.skip('this host is too busy to measure its TSC')
    const [name = ''] = readdirSync(join(cache, 'clocks'))
    const file = join(cache, 'clocks', name)
    expect(readFileSync(file, 'utf8')).toBe(`{"tscKHz":${rate}}\n`)
    const near = rate + Math.round(rate * 5e-6)
    writeFileSync(file, `{"tscKHz":${near}}\n`)
    expect(await counterRate(cache, signal)).toBe(near)
    writeFileSync(file, `{"tscKHz":${Math.round(rate / 2)}}\n`)
    const measured = (await counterRate(cache, signal)) ?? 0
    if (measured === Math.round(rate / 2)) return ctx.skip('this host is too busy to measure its TSC again')
    expect(Math.abs(measured / rate - 1)).toBeLessThan(1e-3)
  })
})
