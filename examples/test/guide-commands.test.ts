import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CapbenchError } from '@capbench/core'
import { cacheDirectory, parseCpuList, readHostTopology, resolveKernel } from '@capbench/qemu'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const guide = readFileSync(join(root, 'docs', 'guides', 'from-the-capos-scripts.md'), 'utf8')
const spoken = [...guide.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
  .flatMap(([, block = '']) => block.split('\n'))
  .filter((line) => line !== '' && !line.startsWith('#'))
const { allowed } = readHostTopology()

/** A command of the guide: variables before it, then words. */
function commandOf(line: string) {
  const words = line.split(' ')
  const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
  const env = Object.fromEntries(words.slice(0, first).map((word) => word.split('=') as [string, string]))
  const pin = words[words.indexOf('--pin') + 1] ?? ''
  const cpus = [env.LINUX_SMP_SCALE_QEMU_TASKSET_CPUS, env.CAPOS_SMP_SCALE_QEMU_TASKSET_CPUS]
  const list = words.includes('--pin') ? pin : cpus.find((each) => each !== undefined)
  return { env, words: words.slice(first), cpus: list === undefined ? [] : parseCpuList(list) }
}

/** So that a command of the guide takes a second here: the boots and the way to them are the same. */
const small = ['--runs', '1', '--warmups', '0', '--param', 'limit=20000', '--purpose', 'smoke']

function scriptOf(words: readonly string[]): readonly string[] {
  if (words.slice(0, 3).join(' ') === 'npm start --')
    return [join(root, 'packages', 'cli', 'src', 'bin.ts'), 'run', ...words.slice(3), ...small]
  if (words[0] === 'node') return words.slice(1).map((word) => join(root, word))
  throw new Error(`this test does not know how to run ${words.join(' ')}`)
}

const directory = mkdtempSync(join(tmpdir(), 'capbench-guide-'))
const kernel = join(directory, 'target', 'linux-smp-process-scale', 'kernel', 'vmlinuz')
let noKernel = ''

beforeAll(async () => {
  mkdirSync(join(kernel, '..'), { recursive: true })
  try {
    const { vmlinux } = await resolveKernel({ cacheDir: cacheDirectory() })
    copyFileSync(vmlinux, kernel)
  } catch (error) {
    if (!(error instanceof CapbenchError) || error.code !== 'CAPBENCH_MISSING') throw error
    noKernel = error.message
  }
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('the guide names every command of the capOS benchmark page', () => {
  const scripts = guide.match(/(make run-smp-process-scale|tools\/linux-smp-process-scale-baseline\.sh)` \| \(\d\)/g)
  expect(scripts?.length).toBe(6)
  expect(spoken.length).toBeGreaterThanOrEqual(6)
})

describe('every command of the guide runs', () => {
  test.for(spoken)('%s', (line, ctx) => {
    const { env, words, cpus } = commandOf(line)
    if (words.includes('linux') && noKernel !== '') ctx.skip(`there is no kernel to boot: ${noKernel}`)
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--conditions=@capbench/source', '--disable-warning=ExperimentalWarning', ...scriptOf(words)],
      { cwd: directory, env: { ...process.env, ...env }, encoding: 'utf8', timeout: 110_000 },
    )
    const output = stdout + stderr
    // On a host with fewer CPUs the command must say just that.
    if (cpus.some((cpu) => !allowed.includes(cpu))) {
      expect(status, output).toBeGreaterThan(0)
      expect(output).toContain('cannot pin to these CPUs')
      return
    }
    expect(status, output).toBe(0)
    expect(output).toMatch(/\bsmp1\b/)
    expect(existsSync(join(directory, 'target', 'capbench', 'campaigns'))).toBe(true)
  })
})
