import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { smp } from '@capbench/core'
import { buildBareProgram, buildProgram } from '@capbench/guest'
import { boot, nonce, recordsOf, reframed, temporaryDirectory, transcriptOf } from '@capbench/house-programs'
import { beforeAll, describe, expect, it } from 'vitest'
import { partition } from '../src/partition.ts'
import { bareSources, packageRoot, programSources } from '../src/program.ts'
import { smpPrimes } from '../src/smp-primes.ts'
import { settingOf } from './support/setting.ts'

const directory = temporaryDirectory()
const lock = join(packageRoot, 'programs.lock.json')
const build = (outDir = directory) => buildBareProgram({ ...bareSources, root: packageRoot, outDir, lock })
let image = ''
beforeAll(async () => {
  image = (await build()).path
})

const limit = 20_000
const bare = (vcpus: number) => ({ ...settingOf(vcpus, vcpus, limit), case: smp(vcpus), system: 'bare' })
const boundsOf = (vcpus: number): string => partition(limit, vcpus).join(' ')

describe('smp-primes without an operating system', () => {
  it.each([1, 2, 4])('counts exactly with %i CPUs, and the one parser and verifier accept it', async (vcpus) => {
    const run = await boot(image, vcpus, `${nonce} ${boundsOf(vcpus)}`)
    expect(run).toMatchObject({ code: 33, console: '', stderr: '' })
    expect(run.diagnostics).toMatch(/^smp-primes: \d+ cycles a second, measured to \d+ parts per million\n$/)
    const records = recordsOf(run.stdout)
    expect(records.map(({ type }) => type)).toEqual(['setup', 'mark', 'mark', ...Array(vcpus).fill('worker')])
    expect(records[0]?.value).toEqual({ workers: vcpus, cpus: vcpus, limit })
    const evaluation = smpPrimes.evaluate(transcriptOf(run.stdout), bare(vcpus))
    expect(evaluation).toMatchObject({
      complete: true,
      verdict: { accepted: true },
      observation: { primes: 2_262, cpus: vcpus, workers: { length: vcpus } },
      metrics: { elapsed: { verdict: { accepted: true } }, cycles: { verdict: { accepted: true } } },
    })
  })

  it('finds the same checksum however many CPUs share the work', async () => {
    const checksums = new Set<unknown>()
    for (const vcpus of [1, 2]) {
      const { stdout } = await boot(image, vcpus, `${nonce} ${boundsOf(vcpus)}`)
      const evaluation = smpPrimes.evaluate(transcriptOf(stdout), bare(vcpus))
      checksums.add((evaluation as { observation?: { checksum?: string } }).observation?.checksum)
    }
    expect([...checksums]).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)])
  })

  it('is refused where a worker is wrong by one prime', async () => {
    const { stdout } = await boot(image, 1, `${nonce} ${limit}`)
    const wrong = recordsOf(stdout).map(({ type, value }) => ({
      type,
      value: type === 'worker' ? { ...value, primes: Number(value.primes) - 1 } : value,
    }))
    expect(smpPrimes.evaluate(reframed('smp-primes', wrong), bare(1))).toMatchObject({ verdict: { accepted: false } })
  })

  it.each([
    ['no bound', nonce, /^usage: smp-primes/],
    ['bounds that stand still', `${nonce} 10 10`, /^last of a worker must be an integer in/],
    ['more workers than CPUs', `${nonce} 10 20 30`, /^smp-primes: 3 workers were asked for, the machine has 2 CPUs/],
    ['a nonce that is none', 'not-a-nonce 100', /must be a nonce/],
  ])('refuses %s before it says anything', async (_, words, why) => {
    const { code, stdout, diagnostics } = await boot(image, 2, words)
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 35, stdout: '' })
    expect(diagnostics).toMatch(why)
    expect(diagnostics).toMatch(/capbench-bare: the program ended with 64\n$/)
  })

  it('is what the lock expects where it knows these versions, twice the same bytes', async () => {
    const remedy = 'the sources or flags changed: run the script "lock" of this package'
    const [first, second] = [await build(join(directory, 'one')), await build(join(directory, 'two'))]
    expect(first.manifest.notes, remedy).not.toContain('program-digest-unexpected')
    expect(second.manifest).toEqual(first.manifest)
  })
})

/** The compute as an object, compiled with the flags of a program. */
function kernelWith(flags: readonly string[], name: string): string {
  const object = join(directory, `${name}.o`)
  const own = flags.filter((flag) => !flag.startsWith('-Wl,'))
  execFileSync('gcc', [...own, '-c', join(packageRoot, 'c/kernel.c'), '-o', object])
  return object
}

const printed = (file: string, ...args: readonly string[]): string => execFileSync(file, args, { encoding: 'utf8' })

/** The instructions of `count_primes` in an object, without addresses. */
function instructionsOf(object: string): readonly string[] {
  const text = printed('objdump', '-d', '--no-show-raw-insn', '--disassemble=count_primes', object)
  return text.split('\n').flatMap((line) => /^\s+[0-9a-f]+:\t(.*?)\s*$/.exec(line)?.[1] ?? [])
}

describe('the compute', () => {
  it('is the same instructions as in the Linux program', async (ctx) => {
    if (process.arch !== 'x64') ctx.skip(`the Linux program of this host is for ${process.arch}`)
    const outDir = join(directory, 'flags')
    const { manifest: linux } = await buildProgram({ ...programSources, root: packageRoot, outDir })
    const { manifest: without } = await build(outDir)
    const [ours, theirs] = [kernelWith(without.flags, 'bare'), kernelWith(linux.flags, 'linux')].map(instructionsOf)
    expect(theirs?.some((instruction) => instruction.startsWith('div '))).toBe(true)
    expect(ours).toEqual(theirs)
  })

  it('lies in one page wherever it is linked', async () => {
    const { manifest } = await build(join(directory, 'page'))
    const object = kernelWith(manifest.flags, 'page')
    const size = /^[0-9a-f]+ ([0-9a-f]+) T count_primes$/m.exec(printed('nm', '-S', object))?.[1] ?? ''
    const alignment = /^ +\d+ \.text .* 2\*\*(\d+)$/m.exec(printed('objdump', '-h', object))?.[1]
    expect(Number.parseInt(size, 16)).toBeGreaterThan(0)
    expect(Number.parseInt(size, 16)).toBeLessThanOrEqual(2 ** Number(alignment))
    expect(2 ** Number(alignment)).toBeLessThanOrEqual(4096)
  })
})
