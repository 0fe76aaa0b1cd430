import { CapbenchError, type HostEvent, type TranscriptSink } from '@capbench/core'
import { describe, expect, test } from 'vitest'
import { type Attendance, type SupervisedRun, supervise } from '../../src/run/supervise.ts'

const limits = { launch: 20_000, boot: 20_000, run: 20_000, exit: 20_000 }

/** Supervises a shell script that talks on its standard output. */
async function runShell(
  script: string,
  change: {
    readonly attend?: (run: SupervisedRun) => Partial<Attendance>
    readonly limits?: Partial<typeof limits>
    readonly signal?: AbortSignal
  } = {},
) {
  const events: HostEvent[] = []
  const written: string[] = []
  const commands: unknown[] = []
  const sink: TranscriptSink = {
    started: (command) => commands.push(command),
    write: (channel, chunk) => written.push(`${channel}: ${Buffer.from(chunk).toString('latin1')}`),
    event: (event) => events.push(event),
    artifact: () => {},
  }
  let pid = 0
  const end = await supervise(
    {
      command: { file: 'sh', args: ['-c', script] },
      limits: { ...limits, ...change.limits },
      tell: ({ file }) => ({ file, args: ['told'] }),
      attend: (run) => {
        pid = run.pid
        return { outlets: [{ channel: 'console', stream: run.process.stdout }], ...change.attend?.(run) }
      },
    },
    sink,
    change.signal ?? new AbortController().signal,
  )
  const phases = events.flatMap((event) => (event.kind === 'phase' ? [event.phase] : []))
  const facts = events.flatMap((event) => (event.kind === 'fact' ? [event.name] : []))
  return { end, phases, facts, written, commands, pid }
}

const gone = (pid: number) => expect(() => process.kill(-pid, 0)).toThrow('ESRCH')

describe('a process under supervision', () => {
  test('is told as it is to be stored, heard to its last byte, and its phases are told in order', async () => {
    const { end, phases, facts, written, commands, pid } = await runShell('echo one; echo two', {
      attend: ({ phases: { enter } }) => {
        enter('boot')
        enter('run')
        enter('exit')
        return { finish: (trouble) => [`${trouble}`, '', 'last words'] }
      },
    })
    const exit = { kind: 'exited', code: 0 }
    expect(end).toEqual({ end: 'finished', phase: 'exit', exit, detail: 'false; last words' })
    expect(phases).toEqual(['launch', 'boot', 'run', 'exit'])
    expect(facts).toEqual(['load']) // what the host did before
    expect(written.join('').replaceAll('console: ', '')).toBe('one\ntwo\n')
    expect(commands).toEqual([{ file: expect.stringMatching(/^\//), args: ['told'] }])
    gone(pid)
  })

  test('is halted once: the first reason stays, with the phase that it was in', async () => {
    const { end, pid } = await runShell('exec sleep 60', {
      attend: ({ phases: { enter }, halt, halted }) => {
        enter('run')
        expect(halted()).toBe(false)
        halt('timeout', 'the first')
        expect(halted()).toBe(true)
        enter('exit')
        halt('cancelled', 'the second')
        return {}
      },
    })
    expect(end).toMatchObject({ end: 'timeout', phase: 'run', exit: { signal: 'SIGTERM' }, detail: 'the first' })
    gone(pid)
  })

  test('is ended by the limit of its phase, and says which', async () => {
    const { end } = await runShell('exec sleep 60', {
      limits: { boot: 50 },
      attend: (run) => {
        run.phases.enter('boot')
        return {}
      },
    })
    expect(end).toMatchObject({ end: 'timeout', phase: 'boot' })
    expect(end.detail).toMatch(/^the phase boot took longer than 50 ms/)
  })

  test('fails to launch where the talk with it fails at once, and later ends as it ends', async () => {
    const broken = { steer: async () => Promise.reject(new CapbenchError('CAPBENCH_LAUNCH', 'no greeting')) }
    const first = await runShell('exit 3', { attend: () => broken })
    expect(first.end).toMatchObject({ end: 'launch-failed', exit: { code: 3 }, detail: 'no greeting' })
    const later = await runShell('exit 3', {
      attend: ({ phases: { enter } }) => {
        enter('boot')
        return broken
      },
    })
    expect(later.end).toEqual({ end: 'finished', phase: 'boot', exit: { kind: 'exited', code: 3 }, detail: '' })
  })

  test('ends although somebody still waits for its answer', async () => {
    const { end } = await runShell('exit 3', { attend: () => ({ steer: () => new Promise<void>(() => {}) }) })
    expect(end).toMatchObject({ end: 'finished', phase: 'launch', exit: { code: 3 } })
  })

  test('is gone when somebody who attends it has a bug', async () => {
    let pid = 0
    const attend = (run: SupervisedRun) => {
      pid = run.pid
      return { steer: async () => Promise.reject(new TypeError('oops')) }
    }
    await expect(runShell('exec sleep 60', { attend })).rejects.toThrow('oops')
    gone(pid)
  })

  test('is cancelled, or was too loud, as the abort says', async () => {
    const aborted = async (reason?: unknown) => {
      const controller = new AbortController()
      const signal = controller.signal
      return (
        await runShell('exec sleep 60', {
          signal,
          attend: () => {
            controller.abort(reason)
            return {}
          },
        })
      ).end
    }
    expect(await aborted()).toMatchObject({ end: 'cancelled', detail: 'cancelled by the caller' })
    expect(await aborted({ overflow: true })).toMatchObject({ end: 'overflow' })
    const { end, commands } = await runShell('exit 0', { signal: AbortSignal.abort() })
    expect(end).toMatchObject({ end: 'cancelled', exit: { kind: 'not-started', code: 'ABORTED' } })
    expect(commands).toEqual([])
  })
})
