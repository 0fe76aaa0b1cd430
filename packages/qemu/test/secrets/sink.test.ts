import type { ChannelName, HostEvent } from '@capbench/core'
import { expect, it } from 'vitest'
import { redactingSink } from '../../src/secrets/sink.ts'

function recording(secrets: readonly string[]) {
  const channels: Partial<Record<ChannelName, string>> = {}
  const events: HostEvent[] = []
  const artifacts: string[] = []
  const commands: string[] = []
  const sink = redactingSink(
    {
      started: ({ file, args }) => commands.push([file, ...args].join(' ')),
      write: (channel, chunk) => {
        channels[channel] = (channels[channel] ?? '') + Buffer.from(chunk)
      },
      artifact: (_, bytes) => artifacts.push(Buffer.from(bytes).toString()),
      event: (event) => events.push(event),
    },
    secrets,
  )
  return { sink, channels, events, artifacts, commands }
}

it('takes secrets out of every channel apart: what one begins another cannot end', () => {
  const { sink, channels } = recording(['hunter22'])
  sink.write('console', Buffer.from('a hunt'))
  sink.write('driver', Buffer.from('er22'))
  sink.write('console', Buffer.from('er22 b hun'))
  expect(channels).toEqual({ console: 'a ******** b ', driver: 'er22' })
  sink.flush()
  expect(channels.console).toBe('a ******** b hun')
})

it('takes them out of commands, files, events and the detail of the end', () => {
  const { sink, events, artifacts, commands } = recording(['hunter22'])
  sink.started({ file: 'qemu', args: ['-append', 'token=hunter22'] })
  sink.artifact('log', Buffer.from('x hunter22 y'))
  sink.event({ kind: 'step', atNs: 1, index: 0, step: 'send', text: 'login hunter22\r' })
  sink.event({ kind: 'qmp', atNs: 1, event: { event: 'X', data: { hunter22: ['hunter22'] } } })
  sink.event({ kind: 'fact', atNs: 1, name: 'f', value: { a: 'hunter22' } })
  const end = sink.clean({
    end: 'finished',
    phase: 'exit',
    exit: { kind: 'not-started', code: 'X', message: 'no hunter22' },
    detail: 'hunter22',
  })
  expect(JSON.stringify([events, artifacts, commands, end])).not.toContain('hunter22')
  expect(events[0]).toMatchObject({ step: 'send', text: 'login ********\r' })
})

it('leaves the words of events and ends as they are, whatever a secret is', () => {
  const { sink, events } = recording(['phase', 'finished', 'send', 'boot'])
  sink.event({ kind: 'phase', atNs: 1, phase: 'boot' })
  sink.event({ kind: 'step', atNs: 1, index: 0, step: 'send', text: 'x' })
  expect(events).toMatchObject([
    { kind: 'phase', phase: 'boot' },
    { kind: 'step', step: 'send' },
  ])
  const exit = { kind: 'exited', code: 0 } as const
  expect(sink.clean({ end: 'finished', phase: 'boot', exit, detail: '' })).toMatchObject({
    end: 'finished',
    phase: 'boot',
  })
})
