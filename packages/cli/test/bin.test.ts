import { spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { temporary } from './toy.ts'

const bin = fileURLToPath(new URL('../src/bin.ts', import.meta.url))

/** The real command as a process of its own. */
function start(
  argv: readonly string[],
  cwd: string,
  { options = [], stdout = 'pipe' }: { readonly options?: readonly string[]; readonly stdout?: 'pipe' | number } = {},
) {
  const child = spawn(process.execPath, ['--conditions=@capbench/source', ...options, bin, ...argv], {
    cwd,
    stdio: ['ignore', stdout, 'pipe'],
    env: { PATH: process.env.PATH },
  })
  const output = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk: Buffer) => (output.stdout += chunk))
  child.stderr?.on('data', (chunk: Buffer) => (output.stderr += chunk))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { child, ended, output }
}

interface Process {
  readonly pid: number
  readonly parent: number
  /** Start time, so that a reused number is not taken for the same process. */
  readonly started: string
}

function processes(): readonly Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return [{ pid: Number(name), parent: Number(fields[1]), started: fields[19] ?? '' }]
    } catch {
      return [] // It has ended since.
    }
  })
}

/** The command line of a process; empty where it has ended. */
function wordsOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}

function descendants(of: number): readonly Process[] {
  const all = processes()
  const below = (parent: number): readonly Process[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)])
  return below(of)
}

/** What was killed is given the time to be gone: on a busy machine it still has to be scheduled for that. */
const gone = (those: readonly Process[]) =>
  expect
    .poll(
      () =>
        processes().filter((each) => those.some(({ pid, started }) => each.pid === pid && each.started === started)),
      {
        timeout: 60_000,
      },
    )
    .toEqual([])

const native = ['run', '--targets', 'native', '--warmups', '0', '--json']

test('the native suite runs, and what it published verifies', async () => {
  const cwd = temporary()
  const first = start([...native, '--param', 'limit=20000', '--runs', '2', '--cases', 'smp1'], cwd)
  const code = await first.ended
  expect({ code, stderr: first.output.stderr }).toMatchObject({ code: 0 })
  const { results, verified } = JSON.parse(first.output.stdout)
  expect(verified).toBe(true)
  expect(results[0]).toMatchObject({ status: 'passed', role: 'native-context', runs: { accepted: 2 } })
  const second = start(['verify', 'latest', '--json'], cwd)
  expect(await second.ended).toBe(0)
})

test('Ctrl-C in the middle of a run exits 130, publishes the evidence and leaves no process', async () => {
  const cwd = temporary()
  const { child, ended, output } = start([...native, '--param', 'limit=100000000', '--cases', 'smp1'], cwd)
  const pid = child.pid ?? 0
  let below: readonly Process[] = []
  // The proof has ended, so what runs below is the workload, which would take minutes.
  while (child.exitCode === null && (!output.stderr.includes('proof 1: accepted') || below.length === 0)) {
    await sleep(20)
    below = descendants(pid)
  }
  child.kill('SIGINT')
  const code = await ended
  expect({ code, stderr: output.stderr }).toMatchObject({ code: 130, stderr: expect.stringContaining('cancelling') })
  expect(below.length).toBeGreaterThan(0)
  await gone(below)
  const { directory, results } = JSON.parse(output.stdout)
  expect(readdirSync(directory)).toContain('derived.sha256')
  expect(results[0]).toMatchObject({ status: 'failed', reason: 'cancelled' })
  expect(readdirSync(join(cwd, 'target/capbench/campaigns'))).toHaveLength(1)
})

/** A run of a guest, and its QEMU in the middle of the boot. */
async function booting(cwd: string) {
  const guest = ['run', '--targets', 'linux', '--accel', 'tcg', '--cases', 'smp1', '--warmups', '0', '--json']
  const started = start(guest, cwd)
  let running: readonly Process[] = []
  // The probe of an accelerator boots something as well, but with no initramfs.
  while (started.child.exitCode === null && running.length === 0) {
    await sleep(10)
    running = descendants(started.child.pid ?? 0).filter(({ pid }) => wordsOf(pid).includes('-initrd'))
  }
  return { ...started, running }
}

test('Ctrl-C in the middle of a boot leaves no QEMU, and publishes that it was cancelled', async () => {
  const { child, ended, output, running } = await booting(temporary())
  child.kill('SIGINT')
  const code = await ended
  expect({ code, stderr: output.stderr }).toMatchObject({ code: 130, stderr: expect.stringContaining('cancelling') })
  expect(running).toHaveLength(1)
  await gone(running)
  const { directory, results } = JSON.parse(output.stdout)
  expect(results[0]).toMatchObject({ status: 'failed', reason: 'cancelled' })
  const [record] = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /run\.json$/.test(path),
  )
  const { outcome } = JSON.parse(readFileSync(join(directory, record ?? ''), 'utf8'))
  expect(outcome).toMatchObject({ end: 'cancelled', phase: expect.stringMatching(/^(launch|boot)$/) })
})

describe.each(['SIGTERM', 'SIGHUP'] as const)('%s', (signal) => {
  test('in the middle of a boot leaves no QEMU', async () => {
    const { child, ended, output, running } = await booting(temporary())
    child.kill(signal)
    await ended
    expect(child.signalCode).toBe(signal)
    expect(running).toHaveLength(1)
    await gone(running)
    expect(output).toMatchObject({ stdout: '', stderr: expect.stringContaining(`ended by ${signal}`) })
  })

  test('interrupts a campaign: the same command goes on with its finished runs', async () => {
    const cwd = temporary()
    const command = [...native, '--param', 'limit=100000000', '--cases', 'smp1']
    const first = start(command, cwd)
    // What runs after the proof would take minutes.
    while (first.child.exitCode === null && !first.output.stderr.includes('proof 1: accepted')) await sleep(20)
    first.child.kill(signal)
    await first.ended
    expect(readdirSync(join(cwd, 'target/capbench/campaigns'))).toEqual([expect.stringMatching(/^\.tmp-/)])
    const second = start(command, cwd)
    while (second.child.exitCode === null && !second.output.stderr.includes('after 1 run')) await sleep(20)
    second.child.kill('SIGKILL')
    await second.ended
    expect(second.output.stderr).toMatch(/^resumed \S+ after 1 run$/m)
    expect(second.output.stderr).not.toContain('proof 1')
  })
})

test('a reader that stops reading is no crash', async () => {
  const { child, ended, output } = start(['run', '--help'], temporary())
  child.stdout?.destroy()
  expect({ code: await ended, stderr: output.stderr }).toEqual({ code: 0, stderr: '' })
})

test('a Node that is too old is refused in one line', async () => {
  const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`
  const options = ['--import', `data:text/javascript,${encodeURIComponent(old)}`]
  const { ended, output } = start(['--version'], temporary(), { options })
  const remedy = 'npx -p node@24 -p @capbench/cli capbench ARGS brings one; in a clone: npm run capbench -- ARGS'
  const stderr = `capbench wants Node 22.18 or newer, this is 20.20.2; ${remedy}\n`
  expect({ code: await ended, ...output }).toEqual({ code: 2, stdout: '', stderr })
})

test('a result that cannot be written is an error in one line', async () => {
  const full = openSync('/dev/full', 'w')
  const { ended, output } = start(['run', '--help'], temporary(), { stdout: full })
  const code = await ended
  closeSync(full)
  expect(code).toBe(2)
  expect(output.stderr).toMatch(/^capbench: cannot write the result to standard output: ENOSPC.*\n$/)
})
