import { type Verifier, verdictOf } from '@capbench/core'
import type { HashRun, HashWorker } from '../records/observation.ts'
import { digestBytes, type Expected, expectedOf, rootOver } from '../work/expected.ts'
import { type HashParameters, workOf } from '../work/parameters.ts'

/** Hexadecimal digits of a digest that are reported for each chunk. */
const digits = 8
const untouched = '0'.repeat(digits)

const prefixAt = ({ digests }: Expected, chunk: number): string =>
  Buffer.from(digests.subarray(chunk * digestBytes, chunk * digestBytes + digits / 2)).toString('hex')

/** What is wrong with one chunk of a worker. */
function faultOf(chunk: number, came: string, expected: Expected, share: number): string {
  if (came === untouched) return `chunk ${chunk} is missing`
  const chunks = expected.digests.length / digestBytes
  for (let other = 0; other < chunks; other++)
    if (prefixAt(expected, other) === came)
      return `chunk ${chunk} is foreign: its digest is that of chunk ${other}, of worker ${Math.floor(other / share)}`
  return `chunk ${chunk} is wrong: its digest begins with ${came}, not ${prefixAt(expected, chunk)}`
}

/** What is wrong with the digests that were reported for a worker, which must cover its share from `from` on. */
function digestFault(worker: number, from: number, run: HashRun, expected: Expected, share: number) {
  const pieces = run.digests.filter((piece) => piece.worker === worker)
  let next = from
  for (const piece of pieces) {
    if (piece.from !== next) return `digests came from chunk ${piece.from} on, wanted was chunk ${next}`
    next += piece.prefixes.length / digits
  }
  if (next !== from + share) return `digests came of ${next - from} chunks, its share has ${share}`
  const came = pieces.map(({ prefixes }) => prefixes).join('')
  const bad = Array.from({ length: share }, (_, index) => index).filter(
    (index) => came.slice(index * digits, (index + 1) * digits) !== prefixAt(expected, from + index),
  )
  const [first] = bad
  if (first === undefined) return undefined
  const fault = faultOf(from + first, came.slice(first * digits, (first + 1) * digits), expected, share)
  return bad.length === 1 ? fault : `${fault}; so are ${bad.length - 1} more not as they should be`
}

function slotFault(worker: HashWorker, run: HashRun, expected: Expected, share: number, passes: number) {
  const { index, from, to, hashed, root } = worker
  const first = index * share
  if (from !== first || to !== first + share - 1)
    return `it took the chunks ${from} to ${to}, its share is ${first} to ${first + share - 1}`
  const fault = digestFault(index, from, run, expected, share)
  if (fault !== undefined) return fault
  const wanted = rootOver(expected.digests, first, first + share)
  if (root !== wanted) return `the root over its chunks is ${root}, not ${wanted}`
  if (hashed !== share * passes) return `it hashed ${hashed} chunks over all passes, its share is ${share * passes}`
  return undefined
}

/** Every worker hashed its own chunks, all of them and rightly. A reason names the worker, and the chunk if it can. */
export function workerSlots(): Verifier<HashRun, HashParameters> {
  return {
    name: 'worker-slots',
    version: 1,
    judge: (run, { parameters, case: { vcpus } }) => {
      const { share } = workOf(parameters, vcpus)
      const expected = expectedOf(parameters, vcpus)
      const slots = run.workers.map((worker): [string, string | undefined] => [
        `worker ${worker.index}`,
        slotFault(worker, run, expected, share, parameters.passes),
      ])
      const stray = [...run.digests, ...run.chunkCycles].find(({ worker }) => worker >= vcpus)
      const [whole] = run.wholes
      const root = run.wholes.length === 1 ? whole?.root : undefined
      return verdictOf({
        ...Object.fromEntries(slots),
        'no other worker': stray === undefined ? undefined : `records came of worker ${stray.worker}`,
        'one root': root === undefined ? `${run.wholes.length} records of the whole came` : undefined,
        root:
          root === undefined || root === expected.root
            ? undefined
            : `the root over all chunks is ${root}, not ${expected.root}`,
      })
    },
  }
}
