import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findExecutable, readHostTopology } from '@capbench/host'
import { describe, expect, it } from 'vitest'
import { harnessTarget } from '../../src/harness/target.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { processesWith } from '../helpers/processes.ts'
import { ofKind, runHarness } from '../helpers/run-harness.ts'
import { script } from '../helpers/script.ts'
import { image } from './fixture.ts'

const missing = !findExecutable('qemu-system-x86_64', '/', process.env.PATH ?? '').found
  ? 'qemu-system-x86_64 is not installed'
  : existsSync(image)
    ? undefined
    : 'the bare image of smp-primes is not built'

/** A machine that counts until it is ended. */
const endless = (text: string) =>
  [
    'qemu-system-x86_64 -no-user-config -nodefaults -display none -M pc -accel tcg,thread=multi -m 32',
    `-name ${text} -kernel ${image} -append '-- ${'0'.repeat(32)} 99999999'`,
  ].join(' ')

function qemuHarness(body: string) {
  const cwd = temporaryDirectory()
  script(cwd, 'harness', body)
  return harnessTarget({ name: 'fixture', system: 'fixture', command: ['./harness'], cwd, artifacts: ['*.log'] })
}

describe('QEMU below a harness', () => {
  it.for([
    ['in its group', (text: string) => endless(text)],
    ['in a session of its own', (text: string) => `setsid --wait ${endless(text)}`],
    ['as a daemon of init', (text: string) => `${endless(text)} -daemonize; sleep 63`],
  ] as const)('%s is seen, and ended when its time is over', async ([where, start], ctx) => {
    if (missing) ctx.skip(missing)
    const text = `capbench-${where.replaceAll(' ', '-')}`
    const { end, events } = await runHarness(qemuHarness(start(text)), { runTimeoutMs: 5000 })
    expect(end).toMatchObject({ end: 'timeout', phase: 'run' })
    const emulators = ofKind(events, 'emulator').filter(({ args }) => args.includes(text))
    expect(emulators.length).toBeGreaterThan(0)
    for (const { version } of emulators) expect(version).toMatch(/^\d+\.\d+/)
    expect(ofKind(events, 'affinity').some(({ threads }) => threads.length >= 2)).toBe(true)
    expect(processesWith(text)).toEqual([])
  })

  it('that is moved to another CPU while it runs is seen there', async (ctx) => {
    if (missing) ctx.skip(missing)
    const [cpu, other] = readHostTopology().allowed
    if (other === undefined) ctx.skip('this process may use one CPU alone')
    const target = qemuHarness(
      `taskset -c ${cpu} ${endless('capbench-moved')} & pid=$!
       sleep 4; taskset -a -c -p ${other} $pid >/dev/null; sleep 4; kill $pid; wait`,
    )
    const { events } = await runHarness(target)
    const seen = ofKind(events, 'affinity').map(({ threads }) => [...new Set(threads.flatMap(({ cpus }) => cpus))])
    expect(seen[0]).toEqual([cpu])
    expect(seen.at(-1)).toEqual([other])
  })

  it('that only answers a question is none', async (ctx) => {
    if (missing) ctx.skip(missing)
    const target = qemuHarness('for i in 1 2 3 4 5; do qemu-system-x86_64 -machine help >/dev/null; done')
    const { end, events } = await runHarness(target)
    expect(end).toMatchObject({ end: 'finished', phase: 'launch' })
    expect(ofKind(events, 'emulator')).toEqual([])
  })

  it.for(['SIGKILL', 'SIGINT'] as const)(
    'does not outlive a capbench that %s ended, wherever it went',
    async (signal, ctx) => {
      if (missing) ctx.skip(missing)
      const text = `capbench-orphan-${signal.toLowerCase()}`
      const cwd = temporaryDirectory()
      script(cwd, 'harness', `setsid ${endless(text)} & ${endless(text)}`)
      const nonce = randomBytes(16).toString('hex')
      const parent = spawn(
        process.execPath,
        ['--conditions=@capbench/source', fileURLToPath(new URL('parent.fixture.ts', import.meta.url)), cwd, nonce],
        { stdio: ['ignore', 'ignore', 'inherit'] },
      )
      const patient = { timeout: 60_000 }
      await expect.poll(() => processesWith(text).length, patient).toBeGreaterThanOrEqual(2)
      await expect.poll(() => processesWith(`CAPBENCH_RUN=${nonce}`).length, patient).toBeGreaterThanOrEqual(2)
      parent.kill(signal)
      await expect.poll(() => processesWith(text), patient).toEqual([])
    },
  )
})
