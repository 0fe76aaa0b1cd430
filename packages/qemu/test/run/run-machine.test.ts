import type { HostEvent } from '@capbench/core'
import { readHostTopology } from '@capbench/host'
import { describe, expect, it } from 'vitest'
import { runMachine } from '../../src/run/run-machine.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { processesWith } from '../helpers/processes.ts'
import { script } from '../helpers/script.ts'

const nonces = { nonce: 'a'.repeat(32), launcherNonce: 'b'.repeat(32) }
const limits = { launch: 5000, boot: 5000, run: 5000, exit: 5000 }

/** Runs a script in the place of QEMU; descriptor 7 is its monitor. */
async function runScript(body: string, options: { readonly launch?: number; readonly cpus?: readonly number[] } = {}) {
  const directory = temporaryDirectory()
  const qemu = script(directory, 'qemu', body)
  const events: HostEvent[] = []
  const driver: Uint8Array[] = []
  let command: readonly string[] = []
  const end = await runMachine(
    {
      qemu,
      args: ['--own'],
      limits: { ...limits, launch: options.launch ?? limits.launch },
      nonces,
      ...(options.cpus && { placement: { cpus: options.cpus, others: options.cpus } }),
    },
    {
      started: (one) => {
        command = [one.file, ...one.args]
      },
      write: (channel, chunk) => {
        if (channel === 'driver') driver.push(Buffer.from(chunk))
      },
      event: (event) => {
        events.push(event)
      },
      artifact: () => {},
    },
    new AbortController().signal,
  )
  return { end, events, command, driver: Buffer.concat(driver).toString(), left: processesWith(directory) }
}

const greeting = `echo '{"QMP":{"version":{},"capabilities":[]}}' >&7`

describe('a QEMU that cannot be relied on', () => {
  it('is not there', async () => {
    const sink = { started: () => {}, write: () => {}, event: () => {}, artifact: () => {} }
    const run = { qemu: '/nonexistent/qemu', args: [], limits, nonces }
    expect(await runMachine(run, sink, new AbortController().signal)).toMatchObject({
      end: 'launch-failed',
      phase: 'launch',
      exit: { kind: 'not-started', code: 'ENOENT' },
      detail: expect.stringContaining('/nonexistent/qemu'),
    })
  })

  it('gives up before its greeting: its code and its words are kept', async () => {
    const { end, driver } = await runScript('echo "qemu: could not load kernel" >&2; exit 1')
    expect(end).toMatchObject({ end: 'launch-failed', phase: 'launch', exit: { kind: 'exited', code: 1 } })
    expect(end.detail).toContain('could not load kernel')
    expect(driver).toBe('qemu: could not load kernel\n')
  })

  it('is ended by somebody else: its shutdown and its last words are told, one after the other', async () => {
    const { end } = await runScript(
      `${greeting}
       read -r _ <&7; echo '{"return":{},"id":"1"}' >&7
       echo '{"event":"SHUTDOWN","data":{"guest":false,"reason":"host-signal"}}' >&7
       echo 'qemu: terminating on signal 15 from pid 1 (init)' >&2
       exit 0`,
    )
    expect(end.detail.split('; ').slice(1)).toEqual([
      'QEMU reported: {"guest":false,"reason":"host-signal"}',
      'standard error: qemu: terminating on signal 15 from pid 1 (init)',
    ])
  })

  it('is started with its wrappers, and those are told with it', async () => {
    const [cpu = 0] = readHostTopology().allowed
    const { command } = await runScript('exit 1', { cpus: [cpu] })
    expect(command.join(' ')).toMatch(new RegExp(`/taskset --cpu-list ${cpu} /\\S+/qemu --own$`))
  })

  it('speaks nonsense on its monitor: it is ended', async () => {
    const { end, left } = await runScript('echo nonsense >&7; exec sleep 60')
    expect(end).toMatchObject({ end: 'launch-failed', detail: expect.stringContaining('nonsense') })
    expect(left).toEqual([])
  })

  it('refuses a query: it is ended', async () => {
    const { end } = await runScript(
      `${greeting}
       read -r _ <&7; echo '{"return":{},"id":"1"}' >&7
       read -r _ <&7; echo '{"error":{"desc":"not today"},"id":"2"}' >&7
       exec sleep 60`,
    )
    expect(end).toMatchObject({ end: 'launch-failed', detail: expect.stringContaining('not today') })
  })

  it('says nothing and ignores every polite request: it is ended for certain, children too', async () => {
    const { end, left } = await runScript(`trap '' TERM INT HUP; sleep 60 & wait; sleep 60`, { launch: 200 })
    expect(end).toMatchObject({ end: 'timeout', phase: 'launch', exit: { kind: 'signalled', signal: 'SIGKILL' } })
    expect(left).toEqual([])
  })
})
