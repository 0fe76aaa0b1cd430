import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { faultyBenchmark, type Mode } from './support/faulty-benchmark.ts'
import { type FaultyCampaign, faultyCampaign } from './support/faulty-campaign.ts'

interface Row extends Mode {
  readonly what: string
  readonly reasons: readonly string[]
  readonly says?: string
}

const mostBytes = 1024 * 1024
const rows: readonly Row[] = [
  { mode: 'garbage', what: 'junk, NUL, terminal codes and broken UTF-8', reasons: ['records_lost'] },
  { mode: 'empty', what: 'nothing', reasons: ['records_lost'], says: 'no begin record' },
  { mode: 'half-record', what: 'half a record at the end', reasons: ['records_lost'] },
  { mode: 'no-end', what: 'no end record', reasons: ['records_lost'], says: 'end' },
  { mode: 'two-ends', what: 'two end records', reasons: ['records_lost'] },
  { mode: 'wrong-crc', what: 'a wrong checksum', reasons: ['records_lost'] },
  { mode: 'foreign-nonce', what: 'a record of another boot', reasons: ['records_lost'], says: 'nonce' },
  { mode: 'repeated-seq', what: 'a record twice', reasons: ['records_lost'] },
  {
    mode: 'flood',
    what: 'more than is kept',
    reasons: ['transcript_overflow', 'records_lost'],
    says: `${mostBytes} bytes`,
  },
  { mode: 'exit-1', what: 'a program that gives up', reasons: ['workload_error', 'records_lost'], says: 'code 1' },
  { mode: 'segfault', what: 'a program that faults', reasons: ['guest_fault', 'records_lost'], says: 'signal 11' },
  {
    mode: 'fork-orphan',
    what: 'processes left behind',
    reasons: ['workload_error'],
    says: 'left 2 process(es) behind',
  },
]
const harmless: readonly Row[] = [
  { mode: 'panic-text', what: 'the words of a panic, said by the program', reasons: [] },
  { mode: 'chatter', what: 'diagnostics that nobody asks for', reasons: [] },
  { mode: 'burst', args: ['3000'], what: 'more records than a buffer holds', reasons: [] },
]
/** Said on the console only where the kernel may print more than errors. */
const loud: readonly Row[] = [
  { mode: 'segfault', what: 'a program that faults', reasons: ['guest_fault', 'records_lost'], says: 'console says' },
  { mode: 'panic-text', what: 'a clean boot with everything that a kernel prints', reasons: [] },
]

/** In no sandbox there is a console to write to. */
const open: readonly Row[] = [{ mode: 'console-garbage', what: 'junk on the console of the machine', reasons: [] }]

const quiet = faultyBenchmark('channels', 'bad', [...rows, ...harmless])
const talking = faultyBenchmark('loud', 'bad', loud)
const unconfined = faultyBenchmark('open', 'bad', open)
let campaign: FaultyCampaign
let loudCampaign: FaultyCampaign
let openCampaign: FaultyCampaign

beforeAll(async () => {
  campaign = await faultyCampaign([quiet], [linuxGuest({ accelerator: 'tcg' })], { maxChannelBytes: mostBytes })
  loudCampaign = await faultyCampaign([talking], [linuxGuest({ accelerator: 'tcg', cmdline: 'ignore_loglevel' })])
  openCampaign = await faultyCampaign([unconfined], [linuxGuest({ accelerator: 'tcg', confine: false })])
}, 600_000)
afterAll(() => {
  campaign?.remove()
  loudCampaign?.remove()
  openCampaign?.remove()
})

const at = (mode: string) => campaign.outcome('channels', 'linux', mode)

describe('what comes over the channels of a guest', () => {
  it.each(rows)('$mode: $what is $reasons', ({ mode, reasons, says = '' }) => {
    expect(at(mode).reasons).toEqual(reasons)
    expect(at(mode).detail).toContain(says)
  })

  it.each(harmless)('$mode: $what is no fault', ({ mode }) => {
    expect(at(mode)).toMatchObject({ status: 'passed', reasons: [] })
  })

  it.each(open)('$mode: $what is no fault', ({ mode }) => {
    expect(openCampaign.outcome('open', 'linux', mode)).toMatchObject({ status: 'passed', reasons: [] })
  })

  it.each(loud)('$mode: $what is $reasons, with the console at its loudest', ({ mode, reasons, says = '' }) => {
    const outcome = loudCampaign.outcome('loud', 'linux', mode)
    expect(outcome.reasons).toEqual(reasons)
    expect(outcome.detail).toContain(says)
    expect(outcome.log('console').toString()).toContain('Linux version ')
  })

  it('is kept byte for byte', () => {
    const junk = Buffer.from(
      '\x00\x1b[31m\xff\xfe\x80\xc3(\r\n\x1b]0;title\x07@CB1 \n@CB1 \xf0\x9f\n\xed\xa0\x80\x7f',
      'latin1',
    )
    expect(at('garbage').log('records')).toEqual(junk)
    expect(openCampaign.outcome('open', 'linux', 'console-garbage').log('console')).toEqual(junk)
    expect(at('chatter').log('diagnostics')).toEqual(Buffer.from(`${'.'.repeat(1023)}\n`.repeat(300)))
    expect(at('panic-text').log('diagnostics').toString()).toContain('Kernel panic - not syncing: said by a program')
  })

  it('is kept up to the limit and not beyond', () => {
    expect(at('flood').log('records')).toHaveLength(mostBytes)
  })
})
