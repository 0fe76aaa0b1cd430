import type { JsonObject } from '@capbench/core'
import type { Record } from '@capbench/house-programs'
import { formats, type Mode } from '../../src/records/formats.ts'
import { digestBytes, expectedOf, rootOver } from '../../src/work/expected.ts'
import { type HashParameters, workOf } from '../../src/work/parameters.ts'

/** What the records of a fixture say besides the work. Times are made up, and plain to see as such. */
export interface FixtureChoice {
  readonly mode: Mode
  readonly kind: 'process' | 'thread' | 'cpu'
  readonly variant: string
  readonly timedBy: 'ns' | 'cycles'
  /** Cycles of the slowest worker, of which there are 2^21 a millisecond. */
  readonly cycles: number
}

const slices = <T>(all: readonly T[], most: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, index) => all.slice(index * most, (index + 1) * most))

/** What a system would print that did the work rightly. A fixture: nothing ran. */
export function fixtureRecords(parameters: HashParameters, vcpus: number, choice: FixtureChoice): readonly Record[] {
  const { mode, kind, variant, timedBy, cycles } = choice
  const { bytes, share } = workOf(parameters, vcpus)
  const { digests, root, corpusSha256 } = expectedOf(parameters, vcpus)
  const ns = (value: number) => Math.round((value * 1e6) / 2 ** 21)
  const { hash, chunkBytes, passes, seed } = parameters
  const setup = { format: formats[mode], workers: vcpus, kind, cpus: vcpus, hash, variant }
  const chunk = (index: number) => Buffer.from(digests.subarray(index * digestBytes, index * digestBytes + 4))
  const workers = Array.from({ length: vcpus }, (_, index) => {
    const [from, end] = [index * share, (index + 1) * share]
    const chunks = Array.from({ length: share }, (__, offset) => from + offset)
    const [startCycles, endCycles] = [1000 + index, 1000 + index + cycles]
    const times = {
      startCycles,
      endCycles,
      ...(timedBy === 'ns' && { startNs: ns(startCycles), endNs: ns(endCycles) }),
    }
    const hashed = { index, from, to: end - 1, hashed: share * passes, root: rootOver(digests, from, end) }
    return {
      worker: { ...hashed, ...times, cpuStart: -1, cpuEnd: -1 },
      pieces: [
        ...slices(chunks, 256).map((piece) => ({
          type: 'digests',
          value: { worker: index, from: piece[0] ?? 0, prefixes: Buffer.concat(piece.map(chunk)).toString('hex') },
        })),
        ...slices(chunks, 128).map((piece) => ({
          type: 'cycles',
          value: { worker: index, from: piece[0] ?? 0, cycles: piece.map(() => Math.floor(cycles / share / passes)) },
        })),
      ],
    }
  })
  const whole: JsonObject = { root, cycles: cycles + 5000, ...(timedBy === 'ns' && { ns: ns(cycles + 5000) }) }
  return [
    { type: 'setup', value: { ...setup, corpusBytes: bytes, chunkBytes, passes, seed, corpusSha256 } },
    { type: 'mark', value: { region: 'timed', edge: 'begin' } },
    { type: 'mark', value: { region: 'timed', edge: 'end' } },
    ...workers.map(({ worker }) => ({ type: 'worker', value: worker })),
    ...workers.flatMap(({ pieces }) => pieces),
    { type: 'whole', value: whole },
  ]
}
