import type { Benchmark } from '../../define/benchmark.ts'
import { CapbenchError } from '../../error.ts'
import { type Verification, verifyEvidence } from '../../evidence/verify-evidence.ts'
import { refuseUnknownOptions } from '../../options.ts'
import { authorityMutations } from './authority.ts'
import { byteMutations } from './bytes.ts'
import { copyEvidence, type EvidenceCopy } from './copy.ts'
import { figureMutations } from './figures.ts'
import type { Mutation, MutationKind } from './mutation.ts'
import { recordMutations } from './records.ts'
import { runMutations } from './run-parts.ts'
import { swapMutations } from './swaps.ts'

/** What is audited, and where copies may be made. */
export interface AuditOptions {
  readonly benchmarks: readonly Benchmark[]
  /** An empty or missing directory; it holds a copy of the evidence afterwards. */
  readonly work: string
  /** Only mutations of these kinds. Default: all. */
  readonly kinds?: readonly MutationKind[]
}

/** One mutation and what verification said of it. */
export interface AuditedMutation {
  readonly kind: MutationKind
  readonly what: string
  /** The check that had to tell of it. */
  readonly check: Mutation['check']
  /** That check did not pass, and one of its details says what it had to. */
  readonly caught: boolean
  /** Every check that did not pass, with its first details. */
  readonly told: readonly string[]
}

/** Every mutation that was tried, and what was told of it. */
export interface AuditReport {
  readonly tried: number
  readonly caught: number
  readonly mutations: readonly AuditedMutation[]
}

/**
 * Mutation audit of an evidence directory: changes a copy of it in every way that a forger or a broken disk may, from
 * one flipped byte to a falsified run with every length and hash made to fit, and asks whether verification names the
 * right check each time. Who changes a log with its checksum and derives everything again has made evidence of that
 * log, which nothing can tell from any other; such mutations are not among these.
 *
 * @throws CAPBENCH_USAGE where the untouched evidence does not verify
 */
export async function auditEvidence(directory: string, options: AuditOptions): Promise<AuditReport> {
  refuseUnknownOptions('auditEvidence', options, ['benchmarks', 'work', 'kinds'])
  const copy = copyEvidence(directory, options.work)
  const verify = () => verifyEvidence(copy.directory, { benchmarks: options.benchmarks })
  for (const what of ['untouched', 'manifests', 'hashes'] as const) {
    if (what !== 'untouched') copy.seal(what)
    demandVerified(await verify(), what)
    copy.restore()
  }
  const wanted = allMutations(copy).filter(({ kind }) => options.kinds?.includes(kind) ?? true)
  const mutations = await tryMutations(copy, wanted, verify)
  return { tried: mutations.length, caught: mutations.filter(({ caught }) => caught).length, mutations }
}

function allMutations(copy: EvidenceCopy): readonly Mutation[] {
  return [byteMutations, figureMutations, recordMutations, authorityMutations, swapMutations, runMutations].flatMap(
    (of) => of(copy),
  )
}

/** One after another, each on evidence that is whole but for it. */
export async function tryMutations(
  copy: EvidenceCopy,
  mutations: readonly Mutation[],
  verify: () => Promise<Verification>,
): Promise<readonly AuditedMutation[]> {
  const tried: AuditedMutation[] = []
  for (const mutation of mutations) {
    mutation.apply(copy)
    const verification = await verify()
    copy.restore()
    tried.push(judged(mutation, verification))
  }
  return tried
}

function judged(
  { kind, what, check, says }: Mutation,
  { open: failed, verified, exitCode }: Verification,
): AuditedMutation {
  const own = failed.find(({ name }) => name === check)?.details ?? []
  const named = own.some((detail) => (typeof says === 'string' ? detail.includes(says) : says.test(detail)))
  const told = failed.map(({ name, details }) => `${name}: ${details.slice(0, 3).join('; ')}`)
  return { kind, what, check, caught: named && !verified && exitCode > 0, told }
}

function demandVerified({ verified, open }: Verification, what: string): void {
  if (verified) return
  const why = open.map(({ name, details }) => `${name}: ${details.slice(0, 3).join('; ')}`).join('; ')
  throw new CapbenchError(
    'CAPBENCH_USAGE',
    `an audit begins with evidence that verifies; ${what}, this does not: ${why}`,
  )
}
