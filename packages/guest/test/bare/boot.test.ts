import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildBareProgram } from '../../src/build/bare/build-bare-program.ts'
import { packageRoot } from '../../src/package-root.ts'
import { boot, withoutMultiboot } from '../support/boot.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { only, readRecords } from '../support/records.ts'
import { nonce } from '../support/run.ts'

const directory = temporaryDirectory()
const images = { multiboot: '', pvh: '' }

beforeAll(async () => {
  const sources = ['test/c/bare.c']
  images.multiboot = (await buildBareProgram({ name: 'bare', root: packageRoot, sources, outDir: directory })).path
  images.pvh = join(directory, 'pvh')
  writeFileSync(images.pvh, withoutMultiboot(readFileSync(images.multiboot)))
})

/** What the arguments became, `argv[0]` apart. */
const argumentsOf = (records: Buffer): readonly unknown[] =>
  readRecords(records, nonce)
    .filter(({ type }) => type === 'argument')
    .map(({ value }) => (value as { readonly value: string }).value)
    .slice(1)

/** A sum of a thousand terms as every CPU should have got it, times 10^9. */
function sumOf(cpu: number): number {
  let sum = 0.5
  for (let i = 1; i <= 1000; i++) sum += 1 / (i * (cpu + 1))
  return Math.trunc(sum * 1e9)
}

describe.each(['multiboot', 'pvh'] as const)('a machine without an operating system, by %s', (loader) => {
  it.each([1, 2, 4])('runs a program on %i CPUs, again and again, and leaves with 33', async (vcpus) => {
    const { code, records, console, diagnostics } = await boot(images[loader], directory, {
      vcpus,
      append: `-- ${nonce} cpus`,
    })
    expect({ code, console, diagnostics }).toEqual({ code: 33, console: '', diagnostics: 'mode cpus is over\n' })
    const cpus = readRecords(records, nonce).filter(({ type }) => type === 'cpu')
    expect(cpus.map(({ value }) => value)).toEqual(
      Array.from({ length: vcpus }, (_, cpu) => ({ cpu, count: cpu === 0 ? 4 : 3, sum: sumOf(cpu), forward: true })),
    )
    const clock = only(readRecords(records, nonce), 'clock') as { readonly hz: number; readonly ppm: number }
    expect(clock.hz).toBeGreaterThan(1e8)
    expect(clock.ppm).toBeLessThan(10_000)
  })

  it('hands over arguments of any bytes, the path of the image apart', async () => {
    const append = `${nonce} arguments  two%20words % %ff%25 -- é`
    const marked = await boot(images[loader], directory, { append: `-- ${append}` })
    expect(argumentsOf(marked.records)).toEqual([nonce, 'arguments', 'two words', '', '\ufffd%', '--', 'é'])
    const plain = await boot(images[loader], directory, { append: `${nonce} arguments` })
    expect(argumentsOf(plain.records)).toEqual([nonce, 'arguments'])
  })

  it('refuses to run without a nonce', async () => {
    for (const append of [undefined, '', '-- not-a-nonce']) {
      const { code, records, diagnostics } = await boot(images[loader], directory, {
        ...(append !== undefined && { append }),
      })
      expect({ code, records: records.toString() }).toEqual({ code: 35, records: '' })
      expect(diagnostics).toMatch(/must be a nonce.*\ncapbench-bare: the program ended with 64\n$/)
    }
  })
})

describe('the command line', () => {
  it.each([
    ['a % without digits', '%', '%zz'],
    ['half a byte', '%', 'a%2'],
    ['a NUL byte', '%', '%00'],
    ['more words than main takes', 'too many', Array.from({ length: 70 }, () => 'x').join(' ')],
    ['more bytes than there is room for', 'too long', 'x'.repeat(5000)],
  ])('is refused with %s', async (_, why, words) => {
    const { code, records, console } = await boot(images.multiboot, directory, { append: `-- ${nonce} ${words}` })
    expect({ code, records: records.toString() }).toEqual({ code: 35, records: '' })
    expect(console).toMatch(/^capbench-bare: panic: [^\n]+\n$/)
    expect(console).toContain(why)
  })
})

describe('serial ports', () => {
  it('what has no port of its own goes to the one before', async () => {
    const append = `-- ${nonce} fail`
    const one = await boot(images.multiboot, directory, { append, ports: 1 })
    expect(one.records.toString()).toMatch(/ begin [^\n]+\ncapbench-bare: the program ended with 7\n$/)
    const two = await boot(images.multiboot, directory, { append, ports: 2 })
    expect(two.console).toBe('capbench-bare: the program ended with 7\n')
    expect(two.records.toString()).toMatch(/^@CB1 [^\n]+ begin [^\n]+\n$/)
  })
})

describe('the clock', () => {
  it('counts nanoseconds by the counter and its measured frequency', async () => {
    const { records } = await boot(images.multiboot, directory, { append: `-- ${nonce} time` })
    const { ns, least, most, hz } = only(readRecords(records, nonce), 'time') as Readonly<Record<string, number>>
    const nsOf = (cycles: number | undefined): number => ((cycles ?? Number.NaN) / (hz ?? Number.NaN)) * 1e9
    expect(ns).toBeGreaterThanOrEqual(20_000_000)
    expect(ns).toBeGreaterThanOrEqual(Math.floor(nsOf(least)) - 2)
    expect(ns).toBeLessThanOrEqual(Math.ceil(nsOf(most)) + 2)
  })
})
