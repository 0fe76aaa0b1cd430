import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32 } from 'node:zlib'
import { smpPrimesSource } from '@capbench/cli'
import { encodeStream } from '@capbench/core/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { capbench, temporary } from '../toy.ts'

const bin = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))
const definition = fileURLToPath(new URL('../import/scale.fixture.ts', import.meta.url))
const vectors = join(import.meta.dirname, '..', '..', '..', 'bench-smp-primes', 'vectors')
const good = readFileSync(join(vectors, 'smp2-good.log'), 'latin1')
const goodLines = good.trimEnd().split('\n')

/** What the command makes of bytes, as a file of smp-primes. */
async function check(log: string | Uint8Array, ...more: readonly string[]) {
  const cwd = temporary()
  writeFileSync(join(cwd, 'console.log'), typeof log === 'string' ? Buffer.from(log, 'latin1') : log)
  const argv = ['check-log', 'console.log', '--benchmark', 'smp-primes', ...more]
  return capbench(argv, { cwd, source: smpPrimesSource })
}

interface Said {
  readonly good: boolean
  readonly case?: string
  readonly nonce: string
  readonly note: string
  readonly steps: readonly { readonly step: string; readonly good: boolean; readonly detail: string }[]
  readonly metrics: readonly { readonly name: string; readonly unit: string; readonly values: readonly number[] }[]
}

async function said(log: string | Uint8Array, ...more: readonly string[]): Promise<Said> {
  return JSON.parse((await check(log, '--json', ...more)).stdout) as Said
}

describe('a sound log', () => {
  const kernel = (at: number) => `\u001b[32m[    ${at}.000001]\u001b[0m usb 1-1: new device @CB\u0000\u00ff`
  test.each<[string, string]>([
    ['as it is', good],
    ['with CR LF', good.replaceAll('\n', '\r\n')],
    ['among lines of a kernel', goodLines.flatMap((line, at) => [kernel(at), line, '']).join('\n')],
    ['behind a gigantic line', `${'x'.repeat(1 << 20)}\n${good}`],
  ])('is good %s', async (_, log) => {
    const { code, stdout } = await check(log.endsWith('\n') ? log : `${log}\n`)
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('The log is good') })
    expect(stdout).toContain('case smp2')
  })

  test('has its metrics, which are called no evidence', async () => {
    const { metrics, note, case: found, nonce, ...whole } = await said(good)
    expect({ note, found, nonce, good: whole.good }).toEqual({
      note: 'not evidence: nobody watched this run',
      found: 'smp2',
      nonce: '00112233445566778899aabbccddeeff',
      good: true,
    })
    expect(metrics.map(({ name, unit, values }) => [name, unit, values.length])).toEqual([
      ['elapsed', 'ns', 1],
      ['cycles', 'cycles', 1],
      ['imbalance', 'ratio', 1],
    ])
    expect((await check(good)).stdout).toContain('Metrics, not evidence: nobody watched this run:')
  })

  test('says where the benchmark has no workload for the system', async () => {
    expect((await check(good)).stdout).toMatch(/, system linux$/m)
    expect((await check(good, '--system', 'plan9')).stdout).toMatch(/, system plan9 \(which it has no workload for\)$/m)
  })

  test.each([
    [['--case', 'smp1'], 'planned workers: smp1 wants 1'],
    [['--param', 'limit=1000'], 'limit: 1000 was asked for'],
    [['--cpus', '1'], 'CPUs seen: the target presented 1'],
    [['--nonce', 'f'.repeat(32)], 'not the one this run was given'],
  ])('is refused as the log of another run: %s', async (more, says) => {
    const { code, stdout } = await check(good, ...more)
    expect(code).toBe(1)
    expect(stdout).toContain(says)
    expect(stdout).not.toContain('Metrics')
  })
})

/** The good transcript without its last line, under another checksum. */
const withEnd = (value: string) => `${goodLines.slice(0, -1).join('\n')}\n${goodLines[0]?.slice(0, 38)}6 end ${value}\n`
const sum = (text: string) => crc32(text).toString(16).padStart(8, '0')
const bodies = goodLines.slice(0, -1)
const insteadOf = (at: number, line: string) => `${goodLines.with(at, line).join('\n')}\n`
const drop = (at: number) => `${goodLines.toSpliced(at, 1).join('\n')}\n`

describe('a refused log', () => {
  test.each<[string, string, RegExp]>([
    ['a lost record', drop(3), /line 4, byte \d+: expected sequence number 3, found "4"[\s\S]*record 3 is missing/],
    ['lost records', goodLines.toSpliced(2, 2).join('\n'), /records 2 to 3 are missing/],
    ['a record twice', insteadOf(3, goodLines[2] ?? ''), /expected sequence number 3, found "2"[\s\S]*came twice/],
    ['no records', 'booting\n', /no begin record[\s\S]*no line begins with @CB1/],
    ['nothing', '', /no begin record/],
    ['a lost beginning', drop(0), /no begin record: the first is "setup"|expected sequence number 0/],
    ['a cut end', goodLines.slice(0, -1).join('\n'), /the last line is torn|no end record/],
    ['two runs', good + good, /line 8, byte 879: a record after the end record[\s\S]*cut it to one/],
    ['a type that is none', insteadOf(2, `${goodLines[2]}`.replace(' mark ', ' Mark ')), /is not a record type/],
    ['bytes that are not UTF-8', insteadOf(1, `${goodLines[1]}`.replace('workers', '\u00ff')), /is not UTF-8/],
    ['a line that is too long', insteadOf(1, `${goodLines[1]}${' '.repeat(4096)}`), /split the record/],
    ['another version', good.replace('@CB1', '@CB2'), /protocol "@CB2" is not @CB1/],
    ['a wrong count', withEnd('{"count":5,"crc32":"56bc2908"}'), /counts 5 records before it; there are 6/],
    ['an end in capitals', withEnd('{"count":6,"crc32":"56BC2908"}'), /is not spelled/],
    [
      'a checksum without LF',
      withEnd(`{"count":6,"crc32":"${sum(bodies.join(''))}"}`),
      /checksum is \w{8}; that of the records is 56bc2908[\s\S]*it is the CRC-32 without the LF of each line/,
    ],
    [
      'a checksum with CR',
      withEnd(`{"count":6,"crc32":"${sum(bodies.map((line) => `${line}\r\n`).join(''))}"}`),
      /it is the CRC-32 with a CR before each LF/,
    ],
    ['a foreign checksum', withEnd('{"count":6,"crc32":"00000000"}'), /remedy: CRC-32 as in zlib over the bytes/],
  ])('%s: says where, what and the remedy', async (_, log, says) => {
    const { code, stdout } = await check(log)
    expect(code).toBe(1)
    expect(stdout).toMatch(says)
    expect(stdout).toMatch(/^ +remedy: \S/m)
    expect(stdout).not.toContain('Metrics')
  })

  test('a record behind something else on its line is pointed at', async () => {
    const { code, stdout } = await check(`booting\n\u001b[2J${good}`)
    expect(code).toBe(1)
    expect(stdout).toMatch(/line 2, byte 8 holds a record behind "\\u001b\[2J"/)
  })

  test('a field of another type is named, with its record and its line', async () => {
    const value = JSON.parse(goodLines[5]?.slice(goodLines[5].indexOf('{')) ?? '{}')
    const records = [
      { type: 'setup', value: { workers: 1, cpus: 1, limit: 3_000_000 } },
      { type: 'worker', value: { ...value, primes: '79468' } },
    ]
    const stream = encodeStream('0'.repeat(32), { program: 'p', version: '1' }, records)
    const { code, stdout } = await check(stream)
    expect(code).toBe(1)
    expect(stdout).toMatch(/NO {2}records +line 3, byte \d+: record 2 \(worker\) does not fit its schema at \/primes/)
  })

  test('all failing checks are listed, each with what was wanted and what came', async () => {
    const { steps } = await said(readFileSync(join(vectors, 'smp2-wrong-count.log')))
    const failing = steps.filter((step) => !step.good)
    expect(failing.map(({ detail }) => detail)).toEqual([
      'count of each range: worker 1 has 79467 for 1832396..3000000, which is 79468',
      'prime count: 2..3000000 has 216816 primes, 216815 were counted',
    ])
  })

  test('it is refused whichever byte of a record is lost, and nothing hidden reaches the terminal', async () => {
    const at = fc.integer({ min: 0, max: good.length - 2 })
    const noise = fc.constantFrom('', '\u0000', '\u001b[31m', '\u0007', '\u009b', '\r', '\n')
    await fc.assert(
      fc.asyncProperty(at, noise, async (position, text) => {
        const log = good.slice(0, position) + text + good.slice(position + 1)
        fc.pre(log !== good)
        const { code, stdout } = await check(log)
        expect(code).toBe(1)
        expect(stdout).not.toMatch(/[^\P{Cc}\n]/u)
      }),
      { numRuns: 60 },
    )
  })
})

describe('other benchmarks', () => {
  test('a proof of a benchmark, on a console with noise', async () => {
    const value = { cpus: 2, spawned: true, childExit: 7, echo: 'boot, spawn, exit' }
    const stream = encodeStream('-', { program: 'proof-boot', version: '1' }, [{ type: 'proof', value }])
    const cwd = temporary()
    writeFileSync(join(cwd, 'boot.log'), `firmware\n${Buffer.from(stream)}`)
    const around = { cwd, source: smpPrimesSource }
    const right = await capbench(
      ['check-log', 'boot.log', '--benchmark', 'proof-boot', '--cpus', '2', '--nonce', '-'],
      around,
    )
    expect(right).toMatchObject({ code: 0, stdout: expect.stringContaining('no older log can be told from this one') })
    const wrong = await capbench(['check-log', 'boot.log', '--benchmark', 'proof-boot', '--cpus', '3'], around)
    expect(wrong.code).toBe(1)
  })

  test('lines of a format of its own, in a module of --definition', async () => {
    const cwd = temporary()
    const argv = ['check-log', 'scale.log', '--benchmark', 'scale', '--system', 'capos', '--definition', definition]
    writeFileSync(join(cwd, 'scale.log'), 'boot\n[scale] primes=25 cycles=900 ok\n[scale] all done\n')
    const { code, stdout } = await capbench(argv, { cwd })
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('has no frame') })
    writeFileSync(join(cwd, 'scale.log'), 'boot\n[scale] primes=24 cycles=900 ok\n[scale] all done\n')
    expect(await capbench(argv, { cwd })).toMatchObject({ code: 1 })
    writeFileSync(join(cwd, 'scale.log'), 'boot\n[scale] primes=25 cycles=900 ok\n')
    const cut = await capbench(argv, { cwd })
    expect(cut).toMatchObject({ code: 1, stdout: expect.stringContaining('no last line') })
  })
})

describe('a system that joins hash-chunks, in cycles and without a nonce', () => {
  const hashChunks = join(import.meta.dirname, '..', '..', '..', 'bench-hash-chunks')
  const of = ['--definition', join(hashChunks, 'test', 'support', 'joined.ts'), '--system', 'capos']
  const work = ['corpusBytes=4096', 'chunkBytes=512', 'passes=2'].flatMap((text) => ['--param', text])

  test.each([
    ['processes-smp2.log', 'hash-chunks', 0, /elapsed: 64 scaled cycles \(user-cycle-counter\)/],
    ['threads-smp2.log', 'hash-chunks-threads', 0, /throughput: no value: /],
    ['foreign-chunk.log', 'hash-chunks', 1, /^NO {2}check +worker 1: chunk 6 is foreign/m],
  ])('%s ends as %s with %i', async (name, benchmark, code, says) => {
    const log = join(hashChunks, 'vectors', name)
    const checked = await capbench(['check-log', log, '--benchmark', benchmark, ...of, ...work])
    expect(checked).toMatchObject({ code, stderr: '', stdout: expect.stringMatching(says) })
  })
})

describe('usage', () => {
  test.each<[string, readonly string[], string]>([
    ['no file', ['--benchmark', 'toy'], 'needs a console log'],
    ['no benchmark', ['console.log'], '--benchmark says what the log is of: one of toy'],
    ['an unknown benchmark', ['console.log', '--benchmark', 'toys'], 'must be one of toy'],
    ['an unknown case', ['bin.log', '--benchmark', 'toy', '--case', 'smp3'], 'has no case'],
    ['no nonce', ['bin.log', '--benchmark', 'toy', '--nonce', 'XYZ'], '--nonce must be 32'],
    ['an unknown parameter', ['bin.log', '--benchmark', 'toy', '--param', 'n=1'], 'no parameter'],
    ['a file that is not there', ['other.log', '--benchmark', 'toy'], 'cannot read the log other.log'],
    ['a directory', ['.', '--benchmark', 'toy'], 'cannot read the log .'],
    ['an endless file', ['/dev/zero', '--benchmark', 'toy'], 'more than 64 MiB'],
  ])('%s is refused with exit code 2', async (_, argv, says) => {
    const cwd = temporary()
    writeFileSync(join(cwd, 'bin.log'), Buffer.alloc(10))
    const { code, stdout, stderr } = await capbench(['check-log', ...argv], { cwd })
    expect({ code, stdout, stderr }).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(says) })
  })

  test('- is standard input', () => {
    const argv = ['--conditions=@capbench/source', bin, 'check-log', '-', '--benchmark', 'smp-primes', '--case', 'smp2']
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, { input: good, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('-: 879 bytes, 7 lines')
  })
})
