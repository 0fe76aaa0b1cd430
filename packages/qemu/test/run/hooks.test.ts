import { closeSync, openSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CapbenchError, type HostEvent } from '@capbench/core'
import { describe, expect, it } from 'vitest'
import { firstFile } from '../../src/run/descriptors.ts'
import { runBareMachine } from '../helpers/bare-machine.ts'
import { temporaryDirectory } from '../helpers/directory.ts'

const tcg = ['-accel', 'tcg']
const phasesOf = (events: readonly HostEvent[]) =>
  events.flatMap((event) => (event.kind === 'phase' ? [event.phase] : []))

describe('whoever takes part in the life of a machine', () => {
  it('meets it before its first instruction, then running, and may end it', async () => {
    const seen: unknown[] = []
    const { end, events } = await runBareMachine(tcg, {
      hooks: {
        onReady: async ({ monitor, phases }) => {
          seen.push(await monitor.execute('query-status'), phases.current())
        },
        onRunning: async ({ monitor, phases, send, quit }) => {
          seen.push(await monitor.execute('query-status'), phases.current())
          await send('console', 'hello\r')
          const shutdown = monitor.nextEvent('SHUTDOWN')
          await quit()
          seen.push(await shutdown)
        },
      },
    })
    expect(seen).toMatchObject([
      { status: 'prelaunch', running: false },
      'launch',
      { status: 'running', running: true },
      'boot',
      { event: 'SHUTDOWN', data: { guest: false, reason: 'host-qmp-quit' } },
    ])
    expect(end).toMatchObject({ end: 'finished', phase: 'exit', exit: { kind: 'exited', code: 0 } })
    expect(phasesOf(events)).toEqual(['launch', 'boot', 'exit'])
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'qmp', event: expect.objectContaining({ event: 'SHUTDOWN' }) }),
    )
  })

  it('hears of every event of the monitor, and waits for one that fits', async () => {
    const heard: unknown[] = []
    await runBareMachine(tcg, {
      hooks: {
        onEvent: ({ event }) => heard.push(event),
        onRunning: async ({ monitor, quit }) => {
          const stopped = monitor.nextEvent('STOP')
          await monitor.execute('stop')
          await stopped
          await quit()
        },
      },
    })
    expect(heard).toEqual(['RESUME', 'STOP', 'SHUTDOWN'])
  })

  it('gives it open files, by the descriptors that it was told', async () => {
    const path = join(temporaryDirectory(), 'state')
    writeFileSync(path, 'state')
    const file = openSync(path, 'r')
    let found = ''
    await runBareMachine(tcg, {
      files: [file],
      hooks: {
        onReady: async ({ pid }) => {
          found = readlinkSync(`/proc/${pid}/fd/${firstFile}`)
        },
        onRunning: ({ quit }) => quit(),
      },
    })
    closeSync(file)
    expect(found).toBe(path)
  })

  it('may find that it does not come up: then nothing was launched', async () => {
    const hooks = { onReady: async () => Promise.reject(new CapbenchError('CAPBENCH_LAUNCH', 'the state is torn')) }
    expect((await runBareMachine(tcg, { hooks })).end).toMatchObject({
      end: 'launch-failed',
      phase: 'launch',
      detail: expect.stringContaining('the state is torn'),
    })
  })

  it('may halt it with a reason, in the phase where it is', async () => {
    const { end } = await runBareMachine(tcg, {
      hooks: {
        onRunning: async ({ phases, halt }) => {
          phases.enter('run')
          halt('timeout', 'step 3 waited for "login:" in vain')
        },
      },
    })
    expect(end).toMatchObject({ end: 'timeout', phase: 'run', detail: expect.stringContaining('in vain') })
  })

  it('has a bug of its own: that is thrown, and the machine is gone', async () => {
    let machine = 0
    const hooks = {
      onRunning: async ({ pid }: { readonly pid: number }) => {
        machine = pid
        throw new TypeError('oops')
      },
    }
    await expect(runBareMachine(tcg, { hooks })).rejects.toThrow('oops')
    expect(() => process.kill(machine, 0)).toThrow('ESRCH')
  })
})
