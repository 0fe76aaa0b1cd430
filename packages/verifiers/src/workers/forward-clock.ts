import { type Verifier, verdictOf } from '@capbench/core'

/** From when to when a worker worked, on one clock. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Every worker's clock ran forward: it started at or after the program's own reading, and ended after it started. A
 * counter that is not synchronized between CPUs fails here, and no difference is taken from it.
 *
 * @param clock what the spans were read from, such as `ns`; part of the verifier's name
 */
export function forwardClock<W>(
  clock: string,
  span: (worker: W) => Span,
): Verifier<{ readonly workers: readonly W[] }> {
  return {
    name: `forward-clock.${clock}`,
    version: 1,
    judge: ({ workers }) => {
      const spans = workers.map(span)
      const index = spans.findIndex(({ start, end }) => !(start >= 0 && end > start))
      const bad = spans[index]
      return verdictOf({
        [`${clock} run forward`]:
          bad === undefined ? undefined : `worker ${index} started at ${bad.start} and ended at ${bad.end}`,
      })
    },
  }
}
