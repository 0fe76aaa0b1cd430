import { defineBenchmark, framed, type Mechanism, type PartOutcome, smp, Type, verdictOf } from '@capbench/core'
import { test } from 'vitest'
import { common, program } from '../pipeline/toy.ts'

/** Compiled, never called: each refusal below is the type checker's. */
const compiled = (..._never: readonly (() => unknown)[]) => {}
const detail = 'io_uring_setup was asked and answered ENOSYS'

test('what became of a part says its reason, its evidence, and of a part that is not applicable the cause', () => {
  compiled(
    // @ts-expect-error - not applicable for which cause?
    (): PartOutcome => ({ measured: false, reason: 'not_applicable', detail }),
    // @ts-expect-error - without evidence
    (): PartOutcome => ({ measured: false, reason: 'not_applicable', cause: 'no_subsystem' }),
    // @ts-expect-error - a cause belongs to what is not applicable
    (): PartOutcome => ({ measured: false, reason: 'noise', cause: 'no_subsystem', detail }),
    // @ts-expect-error - the machine can panic, a part of a whole run cannot
    (): PartOutcome => ({ measured: false, reason: 'guest_panic', detail }),
    // @ts-expect-error - a number does not stand here
    (): PartOutcome => ({ measured: false, reason: 'noise', detail, value: 0 }),
    (): PartOutcome => ({ measured: false, reason: 'not_applicable', cause: 'no_subsystem', detail }),
  )
})

test('a counterpart says what differs, and a part reads verified output alone', () => {
  compiled(
    // @ts-expect-error - what differs?
    (): Mechanism => ({ label: 'ring_entry', counterparts: [{ system: 'linux', label: 'getppid' }] }),
    // @ts-expect-error - a mechanism says whether it has counterparts
    (): Mechanism => ({ label: 'ring_entry' }),
    () =>
      defineBenchmark({
        ...common,
        name: 'parts',
        tier: 2,
        parameters: Type.Object({}),
        cases: [smp(1)],
        workloads: { linux: { form: 'program', program: () => program, args: () => [] } },
        nondeterminism: [],
        proofs: [],
        parser: framed({ version: 1, records: {}, observe: (): { readonly ns: number } => ({ ns: 1 }) }),
        verify: { name: 'any', version: 1, judge: () => verdictOf({ any: undefined }) },
        metrics: {
          part: {
            unit: 'ns',
            clock: 'CLOCK_MONOTONIC',
            better: 'lower',
            // @ts-expect-error - not a term
            authority: ['net.everything'],
            // @ts-expect-error - the observation has no such member
            outcome: (seen) => ({ measured: seen.missing }),
            from: ({ ns }) => ns,
          },
        },
        method: { warmup: { runs: 0, why: 'none' }, runs: 5, timeoutMs: 1000 },
      }),
  )
})
