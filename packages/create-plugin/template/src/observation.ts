import { framed, Type } from '@capbench/core'

/** What the program says once it is done: `cb_record("answer", ...)` in c/sample-bench.c. */
const Answer = Type.Object(
  {
    seed: Type.Integer({ minimum: 1 }),
    rounds: Type.Integer({ minimum: 1 }),
    /** Sum of all states modulo 2^32. */
    sum: Type.Integer({ minimum: 0 }),
    /** Nanoseconds of CLOCK_MONOTONIC between the two readings around the rounds. */
    elapsedNs: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
)

/** What verifier and metrics read. */
export interface Observation {
  readonly answers: readonly Type.Static<typeof Answer>[]
}

/** Turns the records of one run into an observation. It may shape, but never judges and never drops a record. */
export const parser = framed({
  version: 1,
  records: { answer: Answer },
  observe: ({ answer }): Observation => ({ answers: answer }),
})
