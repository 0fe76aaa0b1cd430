import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { buildBareProgram, buildProgram } from '@capbench/guest'
import { boot, nonce, recordsOf, temporaryDirectory, transcriptOf } from '@capbench/house-programs'
import { beforeAll, describe, expect, it } from 'vitest'
import { bareSources, packageRoot, programSources } from '../src/program.ts'
import { argumentsOf, benchmarks, settingOf, small } from './support/work.ts'

const directory = temporaryDirectory()
const disassembler = 'objdump'
const lock = join(packageRoot, 'programs.lock.json')
const build = (outDir = directory) => buildBareProgram({ ...bareSources, root: packageRoot, outDir, lock })
let image = ''
beforeAll(async () => {
  image = (await build()).path
})

describe('hash-chunks without an operating system', () => {
  it.each([
    ['processes', 1, 'sha256'],
    ['processes', 2, 'blake3'],
    ['threads', 4, 'sha256'],
    ['threads', 2, 'blake3'],
  ] as const)(
    'prints the records of %s with %i CPUs, %s, and the one verifier accepts them',
    async (mode, cpus, hash) => {
      const parameters = { ...small, hash }
      const words = [nonce, ...argumentsOf(mode, cpus, parameters)].join(' ')
      const run = await boot(image, cpus, words)
      expect(run).toMatchObject({ code: 33, console: '', stderr: '' })
      expect(recordsOf(run.stdout)[0]?.value).toMatchObject({ kind: 'cpu', variant: 'portable-c', workers: cpus, cpus })
      const evaluation = benchmarks[mode].evaluate(transcriptOf(run.stdout), settingOf(cpus, cpus, parameters, 'bare'))
      expect(evaluation).toMatchObject({ complete: true, verdict: { accepted: true } })
      expect(benchmarks[mode].evaluate(transcriptOf(run.stdout), settingOf(cpus, cpus, parameters))).toMatchObject({
        verdict: { accepted: false, rejected: [expect.stringContaining('kind of worker')] },
      })
    },
  )

  it.each([
    ['no work', nonce, /^usage: hash-chunks/],
    [
      'more workers than CPUs',
      `${nonce} ${argumentsOf('threads', 4).join(' ')}`,
      /4 workers were asked for, the machine/,
    ],
    [
      'more than the memory behind the image',
      `${nonce} ${argumentsOf('threads', 2, { ...small, corpusBytes: 64 * 2 ** 20, chunkBytes: 2 ** 16 }).join(' ')}`,
      /bytes of memory are needed, the machine has \d+ to give/,
    ],
  ])('refuses %s before it says anything', async (_, words, why) => {
    const { code, stdout, diagnostics } = await boot(image, 2, words)
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 35, stdout: '' })
    expect(diagnostics).toMatch(why)
  })

  it('is what the lock expects where it knows these versions, twice the same bytes', async () => {
    const remedy = 'the sources or flags changed: run the script "lock" of this package'
    const [first, second] = [await build(join(directory, 'one')), await build(join(directory, 'two'))]
    expect(first.manifest.notes, remedy).not.toContain('program-digest-unexpected')
    expect(second.manifest).toEqual(first.manifest)
  })
})

/** The instructions of a function of an object compiled with the flags of a program, without addresses. */
function instructionsOf(source: string, symbol: string, flags: readonly string[], name: string): readonly string[] {
  const object = join(directory, `${name}.o`)
  const own = flags.filter((flag) => !flag.startsWith('-Wl,'))
  execFileSync('gcc', [...own, '-c', join(packageRoot, source), '-o', object])
  const text = execFileSync(disassembler, ['-d', '--no-show-raw-insn', `--disassemble=${symbol}`, object], {
    encoding: 'utf8',
  })
  return text.split('\n').flatMap((line) => /^\s+[0-9a-f]+:\t(.*?)\s*$/.exec(line)?.[1] ?? [])
}

it.for([
  ['c/hash/sha256.c', 'compress'],
  ['c/hash/blake3.c', 'compress'],
] as const)('%s is the same instructions as in the Linux program', async ([source, symbol], ctx) => {
  if (process.arch !== 'x64') ctx.skip(`the Linux program of this host is for ${process.arch}`)
  const outDir = join(directory, 'flags')
  const { manifest: linux } = await buildProgram({ ...programSources, root: packageRoot, outDir })
  const { manifest: bare } = await build(outDir)
  const ours = instructionsOf(source, symbol, bare.flags, 'bare')
  expect(ours.length).toBeGreaterThan(500)
  expect(ours).toEqual(instructionsOf(source, symbol, linux.flags, 'linux'))
})
