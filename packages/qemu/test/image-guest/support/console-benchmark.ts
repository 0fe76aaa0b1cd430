import {
  type Benchmark,
  type DialogueStep,
  defineAuthorityProfile,
  defineBenchmark,
  type Parser,
  type Result,
  run,
  smp,
  suite,
  type Target,
  Type,
  verdictOf,
  verifyEvidence,
  withMethod,
} from '@capbench/core'
import { expect } from 'vitest'
import { temporaryDirectory } from '../../helpers/directory.ts'

/** What a system answered, as text. */
export interface Answer {
  readonly answer: string
}

export interface ConsoleBenchmark {
  readonly system: string
  readonly dialogue: (nonce: string) => readonly DialogueStep[]
  readonly parser: Parser<Answer>
  readonly wanted: string
  /** Milliseconds. */
  readonly timeoutMs?: number
}

/** One question that a system has to answer right; the number of the metric is the length of the answer. */
export function consoleBenchmark({ system, dialogue, parser, wanted, timeoutMs = 60_000 }: ConsoleBenchmark) {
  return defineBenchmark({
    name: 'question',
    version: '1.0.0',
    module: import.meta.url,
    tier: 3,
    lineage: { inspiredBy: [], unsatisfied: [], official: false },
    parameters: Type.Object({}),
    cases: [smp(1)],
    corpus: { name: 'none', sha256: '0'.repeat(64) },
    backing: 'none',
    authority: defineAuthorityProfile({ name: 'question', terms: ['cpu'] }),
    requires: [],
    unsupportedPolicy: 'nobody asked it',
    workloads: { [system]: { form: 'console', dialogue: (_, nonce) => dialogue(nonce) } },
    comparison: { partition: 'none/1', timedRegion: 'none' },
    nondeterminism: [],
    proofs: [],
    parser,
    verify: {
      name: 'answer',
      version: 1,
      judge: ({ answer }) => verdictOf({ answer: answer === wanted ? undefined : `the answer was ${answer}` }),
    },
    metrics: { length: { unit: 'count', clock: 'none', better: 'higher', from: ({ answer }) => answer.length } },
    method: { warmup: { runs: 0, why: 'nothing is timed' }, runs: 1, timeoutMs },
  })
}

/** Runs a benchmark once and verifies its evidence again. */
export async function resultOf(target: Target, benchmark: Benchmark) {
  const made = withMethod(suite({ name: 'console', benchmarks: [benchmark], targets: [target] }), benchmark, {
    runs: 1,
  })
  const campaign = await run(made, { store: temporaryDirectory() })
  const { open } = await verifyEvidence(campaign.directory, { benchmarks: [benchmark] })
  expect(open).toEqual([])
  const [result] = campaign.results as readonly Result[]
  if (result === undefined) throw new Error('a result was wanted')
  return { result, directory: campaign.directory }
}
