import { purposes } from '@capbench/core'
import { exportFormats } from '@capbench/report'
import { accelerators } from '../options/variables.ts'
import type { SuiteSource } from '../suites/suite-source.ts'
import type { Candidate, Candidates } from './candidates.ts'
import { shells } from './scripts.ts'

/** What the values of flags and arguments come from. */
export interface Known {
  readonly sources: readonly SuiteSource[]
  /** Ids of the campaigns of the store, newest last. */
  readonly campaigns: readonly string[]
}

export interface Offer extends Candidates {
  /** Several, with commas between them. */
  readonly list?: boolean
}

const words = (all: Iterable<string>, says = ''): readonly Candidate[] =>
  [...new Set(all)].map((word) => ({ word, says }))

const campaigns = ({ campaigns: ids }: Known): Offer => ({
  words: [{ word: 'latest', says: 'the campaign that was published last' }, ...words([...ids].reverse(), 'campaign')],
  paths: 'directories',
})
const benchmarksOf = ({ sources }: Known) => sources.map(({ benchmark }) => benchmark)
const plain = (offered: readonly Candidate[], list = false): Offer => ({ words: offered, paths: 'none', list })
const targetNames = ({ sources }: Known) => words(sources.flatMap(({ targets }) => targets.map(({ name }) => name)))
const caseNames = (known: Known) => words(benchmarksOf(known).flatMap(({ cases }) => cases.map(({ name }) => name)))
const formats = Object.entries(exportFormats).map(([word, says]) => ({ word, says }))

/** Values by the name of the flag or argument, which means the same in every command. */
const byName: Readonly<Record<string, (known: Known) => Offer>> = {
  campaign: campaigns,
  directory: campaigns,
  first: campaigns,
  second: campaigns,
  action: () => plain(words(['export'])),
  shell: () => plain(words(shells)),
  suite: ({ sources }) => plain(words(sources.map(({ name }) => name))),
  benchmark: (known) =>
    plain(words(benchmarksOf(known).flatMap((each) => [each, ...each.proofs].map(({ name }) => name)))),
  targets: (known) => plain(targetNames(known), true),
  target: (known) => plain(targetNames(known)),
  cases: (known) => plain(caseNames(known), true),
  case: (known) => plain(caseNames(known)),
  enforce: (known) => plain(words(benchmarksOf(known).flatMap(({ gates }) => gates.map(({ name }) => name))), true),
  accel: () => plain(words(accelerators)),
  purpose: () => plain(words(purposes)),
  pin: () => plain(words(['cores', 'smt-pairs'])),
  changed: () => plain(words(['workload', 'identity']), true),
  format: () => plain(formats),
  system: () => plain(words(['linux', 'bare', 'capos'])),
}

/** Hints of flags whose values are paths. */
const paths: Readonly<Record<string, Candidates['paths']>> = {
  dir: 'directories',
  file: 'files',
  path: 'files',
  'port|path': 'files',
}

/** What a value may be; undefined where only the caller knows. */
export function valuesOf(name: string, hint: string | undefined, known: Known): Offer | undefined {
  if (hint !== undefined && Object.hasOwn(paths, hint)) return { words: [], paths: paths[hint] ?? 'none' }
  if (name === 'file') return { words: [], paths: 'files' }
  return Object.hasOwn(byName, name) ? byName[name]?.(known) : undefined
}
