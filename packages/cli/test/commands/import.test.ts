import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { capbench, temporary } from '../toy.ts'

const definition = fileURLToPath(new URL('../import/scale.fixture.ts', import.meta.url))
const bin = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))
const quiet = ['--quiet', '--definition', definition]

/** Logs as they would lie in the checkout of another system, with what is said of them; both are synthetic. */
function recorded(primes = 25, change: (value: Record<string, unknown>) => unknown = (value) => value): string {
  const cwd = temporary()
  mkdirSync(join(cwd, 'logs'))
  const transcripts = ['smp1', 'smp2'].flatMap((name, at) =>
    Array.from({ length: 5 }, (_, run) => {
      const file = `${name}-${run}.log`
      const cycles = Math.round((900 + run) / (at + 1))
      writeFileSync(join(cwd, 'logs', file), `boot\n[scale] primes=${primes} cycles=${cycles} ok\n[scale] all done\n`)
      return { case: name, channels: { console: file }, exitCode: 85 }
    }),
  )
  const value = {
    benchmark: 'scale',
    name: 'smp-scale',
    environment: {
      name: 'capos',
      system: 'capos',
      arch: 'x86_64',
      role: 'subject',
      source: 'target/smp-scale, synthetic',
      recordedUtc: null,
      subsystems: ['smp'],
      hostCpus: 4,
      accelerator: 'kvm',
    },
    transcripts,
  }
  writeFileSync(join(cwd, 'logs', 'import.json'), JSON.stringify(change(value)))
  return cwd
}

describe('import', () => {
  test('makes evidence that is labelled imported, is never better, and verifies with the same definition', async () => {
    const cwd = recorded()
    const { code, stdout } = await capbench(['import', 'logs/import.json', '--json', ...quiet], { cwd })
    expect(code).toBe(0)
    const said = JSON.parse(stdout) as {
      verified: boolean
      results: { status: string; evidenceClass: string; classReasons: string[] }[]
    }
    expect(said.verified).toBe(true)
    expect(said.results).toHaveLength(2)
    for (const row of said.results) {
      expect(row).toMatchObject({ status: 'passed', evidenceClass: 'informational' })
      expect(row.classReasons).toContain('imported')
    }
    expect(await capbench(['verify', 'latest', '--definition', definition], { cwd })).toMatchObject({ code: 0 })
    const shown = await capbench(['show', 'latest', '--definition', definition], { cwd })
    expect(shown.stdout).toContain('scale')
    // Without the definition nothing can be said of what follows from the logs.
    const without = await capbench(['verify', 'latest'], { cwd })
    expect(without.code).toBe(2)
    expect(without.stdout).toContain('no definition of scale 1.0.0')
  })

  test('of a wrong answer is invalid, as in any run', async () => {
    const { code, stdout } = await capbench(['import', 'logs/import.json', ...quiet], { cwd: recorded(24) })
    expect(code).toBe(1)
    expect(stdout).toContain('verifier_rejected')
  })

  test('works as a process of its own', () => {
    const cwd = recorded()
    const argv = ['--conditions=@capbench/source', bin, 'import', 'logs/import.json', '--definition', definition]
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8' })
    expect({ status, stderr }).toMatchObject({ status: 0 })
    expect(stdout).toContain('informational')
    expect(stdout).toContain('verified')
  })

  test.each<[string, (value: Record<string, unknown>) => unknown, string]>([
    ['no benchmark', ({ benchmark: _, ...rest }) => rest, 'lacks "benchmark", which is to be text'],
    ['another benchmark', (value) => ({ ...value, benchmark: 'scala' }), 'must be one of toy, scale, got "scala"'],
    ['a member too many', (value) => ({ ...value, transcript: [] }), 'has no member "transcript"; did you mean'],
    ['no list', (value) => ({ ...value, transcripts: {} }), '"transcripts" is to be list'],
    [
      'no role',
      (value) => ({ ...value, environment: { ...(value.environment as object), role: 'boss' } }),
      'environment.role',
    ],
    [
      'a file that is not there',
      (value) => ({ ...value, transcripts: [{ case: 'smp1', channels: { console: 'none.log' }, exitCode: 85 }] }),
      'cannot be read',
    ],
    [
      'a case that there is not',
      (value) => ({ ...value, transcripts: [{ case: 'smp3', channels: {}, exitCode: 0 }] }),
      'smp3',
    ],
    [
      'a program of ours',
      (value) => ({
        ...value,
        benchmark: 'toy',
        environment: { ...(value.environment as object), system: 'linux' },
        transcripts: [],
      }),
      'is a program, and which one ran cannot be known',
    ],
  ])('of %s is refused by name', async (_what, change, told) => {
    const { code, stdout, stderr } = await capbench(['import', 'logs/import.json', ...quiet], {
      cwd: recorded(25, change),
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(told)
  })

  test('of nothing, of text that is no JSON, and with a module that is none, is refused', async () => {
    const cwd = recorded()
    writeFileSync(join(cwd, 'x.json'), '{')
    writeFileSync(join(cwd, 'empty.mjs'), 'export const nothing = 1\n')
    for (const [argv, told] of [
      [['import'], 'import needs a JSON file'],
      [['import', 'none.json'], 'there is no file'],
      [['import', 'x.json'], 'is no JSON'],
      [['import', 'x.json', '--definition', 'none.ts'], 'cannot be loaded'],
      [['import', 'x.json', '--definition', 'empty.mjs'], 'exports no benchmark'],
    ] as const) {
      const { code, stderr } = await capbench(argv, { cwd })
      expect(code).toBe(2)
      expect(stderr).toContain(told)
    }
  })
})
