import {
  anyOf,
  defineAuthorityProfile,
  defineBenchmark,
  framed,
  type Parser,
  smp,
  Type,
  type Verifier,
  verdictOf,
  type Workload,
} from '@capbench/core'
import { bareGuestProgram } from '../build/bare/guest-programs.ts'
import { guestProgram } from '../guest-program.ts'

const Proof = Type.Object(
  { cpus: Type.Integer(), spawned: Type.Boolean(), childExit: Type.Integer(), echo: Type.String() },
  { additionalProperties: false },
)

/** What one run of a boot proof reported. */
export interface BootRun {
  readonly proofs: readonly {
    readonly cpus: number
    readonly spawned: boolean
    readonly childExit: number
    readonly echo: string
  }[]
}

/** What the child of `proof-boot` sends and how it leaves: `c/proof-boot.c` and `c/proof-boot-bare.c` have the same. */
const expected = { echo: 'boot, spawn, exit', childExit: 7 } as const

type Parameters = Readonly<Record<never, never>>

/** Parser of the record `proof`: where it is and whether it carries the nonce, as `framed` has it. */
export function bootRecordsOf(
  place: { readonly from?: 'records' | 'console'; readonly nonce?: 'given' | 'none' } = {},
): Parser<BootRun> {
  return framed({
    ...place,
    version: 1,
    records: { proof: Proof },
    observe: ({ proof }): BootRun => ({ proofs: proof }),
  })
}

const childCameBack: Verifier<BootRun> = {
  name: 'child-came-back',
  version: 1,
  judge: ({ proofs }, setting) => {
    const [proof] = proofs
    if (proof === undefined || proofs.length > 1)
      return verdictOf({ 'one proof': `${proofs.length} proof records came` })
    const { cpus, spawned, childExit, echo } = proof
    return verdictOf({
      'one proof': undefined,
      spawn: spawned ? undefined : 'no child was started and awaited',
      exit:
        childExit === expected.childExit ? undefined : `the child left with ${childExit}, not ${expected.childExit}`,
      echo:
        echo === expected.echo
          ? undefined
          : `the child sent ${JSON.stringify(echo)}, not ${JSON.stringify(expected.echo)}`,
      'CPUs seen': cpus === setting.cpus ? undefined : `the target presented ${setting.cpus}, the program saw ${cpus}`,
    })
  },
}

const echoOfChild = 'the bytes that a child sends its parent'

/**
 * Tier 0: the target boots, starts a process, gets its bytes and its exit status, and presents the CPUs that it should.
 * Without an operating system the last CPU stands for the process, and each CPU is counted by what it did itself.
 * Without it nothing is derived for the same target, image and CPU count.
 */
export const bootProof = bootProofWith()

/**
 * The boot proof with workloads of other systems, which the same verifier judges: `bootRecordsOf` reads their records.
 * The child sends `boot, spawn, exit` and leaves with 7.
 */
export function bootProofWith(others: Readonly<Record<string, Workload<Parameters, BootRun>>> = {}) {
  return defineBenchmark({
    name: 'proof-boot',
    version: '1.0.0',
    module: import.meta.url,
    tier: 0,
    lineage: { inspiredBy: [], unsatisfied: [], official: false },
    parameters: Type.Object({}),
    cases: [smp(1), smp(2), smp(4), smp(8)],
    corpus: {
      name: echoOfChild,
      // SHA-256 of the echo.
      sha256: 'bb0142714795fb2b8fc3b2ee31f9bc4b671e6735721a3903f46f83e2fc699ae7',
    },
    backing: 'none',
    authority: defineAuthorityProfile({ name: 'proof-boot', terms: ['cpu', 'process.spawn', 'ipc.pipe'] }),
    requires: [anyOf('process.spawn', 'cpu.direct')],
    unsupportedPolicy: 'A system without a boot proof of its own gets no number from anything that needs this one.',
    workloads: {
      ...others,
      linux: { form: 'program', program: (arch) => guestProgram('proof-boot', arch), args: () => [] },
      bare: { form: 'program', program: () => bareGuestProgram('proof-boot'), args: () => [] },
    },
    comparison: { partition: 'none', timedRegion: 'none' },
    nondeterminism: [],
    proofs: [],
    parser: bootRecordsOf(),
    verify: childCameBack,
    metrics: {},
    method: { warmup: { runs: 0, why: 'nothing is measured' }, runs: 1, timeoutMs: 60_000 },
  })
}
