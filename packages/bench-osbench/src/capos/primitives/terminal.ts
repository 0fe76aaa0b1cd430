import { Type, type Verifier, verdictOf } from '@capbench/core'
import type { Area } from './area.ts'
import type { Operation } from './operations.ts'
import { count, exactly, type Place, primitiveRecords, type RunOf, text } from './records.ts'

const records = {
  /** A line that the peer typed while the program owned the foreground, what came back, and what readLine returned. */
  echo: exactly({ typed: text, echoed: text, returned: text }),
  /** A readLine that was cancelled: how it returned, and bytes that it took nevertheless. */
  cancellation: exactly({ outcome: Type.Union([Type.Literal('cancelled'), Type.Literal('line')]), taken: count }),
  /** Bytes that were typed before the program owned the foreground, and how many of them reached it. */
  stale: exactly({ typed: count, delivered: count }),
} as const
type Run = RunOf<typeof records>

const none = { beside: { none: 'A Linux terminal has a line discipline of the kernel; no intent times it.' } } as const
const operations = [
  {
    name: 'terminal_read_line',
    mechanism: 'readLine of a line that has been typed',
    subsystem: 'terminal',
    ...none,
  },
  { name: 'terminal_write', mechanism: 'write of 64 bytes', subsystem: 'terminal', ...none },
  {
    name: 'terminal_write_bulk',
    mechanism: 'write of 4096 bytes, which gives the throughput',
    subsystem: 'terminal',
    ...none,
  },
] as const satisfies readonly Operation[]

const terminalConditions = [
  {
    name: 'echo',
    version: 1,
    judge: ({ own }) => {
      const wrong = own.echo.find(
        ({ typed, echoed, returned }) => typed === '' || echoed !== typed || returned !== typed,
      )
      const said = wrong && `${JSON.stringify(wrong.typed)} was typed, ${JSON.stringify(wrong.echoed)} came back`
      return verdictOf({ echo: own.echo.length === 0 ? 'no line was typed' : said })
    },
  },
  {
    name: 'cancellation',
    version: 1,
    judge: ({ own }) => {
      const wrong = own.cancellation.find(({ outcome, taken }) => outcome !== 'cancelled' || taken > 0)
      const said = wrong && `a cancelled readLine gave ${wrong.outcome} and took ${wrong.taken} bytes`
      return verdictOf({ cancellation: own.cancellation.length === 0 ? 'nothing was cancelled' : said })
    },
  },
  {
    name: 'stale-input',
    version: 1,
    judge: ({ own }) => {
      const typed = own.stale.reduce((sum, each) => sum + each.typed, 0)
      const delivered = own.stale.reduce((sum, each) => sum + each.delivered, 0)
      const said = `${delivered} bytes that were typed before the foreground changed reached the program`
      return verdictOf({ 'stale input': typed === 0 ? 'no stale input was typed' : delivered > 0 ? said : undefined })
    },
  },
] as const satisfies readonly Verifier<Run>[]

export const terminalArea = (place: Place): Area<Run> => ({
  name: 'capos-terminal',
  row: { area: 'Terminal/session', condition: 'echo/cancellation/stale-input checks pass' },
  operations,
  conditions: terminalConditions,
  terms: ['device'],
  timedRegion: 'batches of calls while the program owns the foreground',
  parser: primitiveRecords(records, place),
})
