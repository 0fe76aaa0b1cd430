import type { CampaignEvent, ChannelName, Reporter } from '@capbench/core'
import { visibleLines } from '@capbench/report'
import type { Io } from '../commands/command.ts'

/** A line without an end is shown in pieces of this many bytes. */
const mostBytes = 4096

/**
 * Shows what a running guest prints, line by line, with the channel in front. Control characters are escaped: what a
 * guest prints must not reach a terminal as commands.
 */
export function followTo({ stderr }: Pick<Io, 'stderr'>): Reporter {
  const rests = new Map<ChannelName, Buffer>()
  const show = (channel: ChannelName, line: Buffer) => {
    const text = line.toString('utf8').replace(/\r+$/, '')
    stderr(`${channel.padEnd(11)} | ${visibleLines(text)}\n`)
  }
  return (event: CampaignEvent) => {
    if (event.type === 'run-start') rests.clear()
    if (event.type === 'run-end') for (const [channel, rest] of rests) if (rest.length > 0) show(channel, rest)
    if (event.type !== 'output') return
    let rest = Buffer.concat([rests.get(event.channel) ?? Buffer.alloc(0), event.chunk])
    for (;;) {
      const end = rest.indexOf(0x0a)
      if (end < 0 && rest.length < mostBytes) break
      const length = end < 0 || end > mostBytes ? mostBytes : end
      show(event.channel, rest.subarray(0, length))
      rest = rest.subarray(length === end ? length + 1 : length)
    }
    rests.set(event.channel, rest)
  }
}
