import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findExecutable } from '@capbench/host'
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
    const { end, events } = await runHarness(qemuHarness(start(text)), { runTimeoutMs: 1500 })
    expect(end).toMatchObject({ end: 'timeout', phase: 'run' })
    const emulators = ofKind(events, 'emulator').filter(({ args }) => args.includes(text))
    expect(emulators.length).toBeGreaterThan(0)
    for (const { version } of emulators) expect(version).toMatch(/^\d+\.\d+/)
    expect(ofKind(events, 'affinity').some(({ threads }) => threads.length >= 2)).toBe(true)
    expect(processesWith(text)).toEqual([])
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
      const parent = spawn(
        process.execPath,
        ['--conditions=@capbench/source', fileURLToPath(new URL('parent.fixture.ts', import.meta.url)), cwd],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      await new Promise((resolve) => parent.stdout.once('data', resolve))
      expect(processesWith(text).length).toBeGreaterThan(0)
      parent.kill(signal)
      await expect.poll(() => processesWith(text), { timeout: 20_000 }).toEqual([])
    },
  )
})
