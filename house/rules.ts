import { checkers, notes, silence, wholeTests } from './rules/leftovers.ts'
import { catalog, pins, published } from './rules/manifests.ts'
import { exportLists, extensions, namedExports, oneLauncher } from './rules/modules.ts'
import { directions, entryPointsOnly, knownPackages } from './rules/packages.ts'
import { privacy } from './rules/privacy.ts'
import { pureSteps } from './rules/purity.ts'
import { fileLength, lineLength } from './rules/size.ts'
import { matchingPatterns, tidyTests } from './rules/tests.ts'
import type { Rule } from './tree.ts'

/** Files over the limit, with their length. A number here may only go down. */
const longFiles = {}

/** The rules of the house, each under the promise that it keeps. */
export const rules = {
  'packages import each other only in the direction of the table': directions,
  'the table of packages is complete': knownPackages,
  'siblings are imported by their entry points': entryPointsOnly,
  'relative imports end in .ts': extensions,
  'an index.ts is an export list': exportLists,
  'exports have names': namedExports,
  'one file starts processes': oneLauncher,
  'every step after execute is pure': pureSteps,
  'no notes to oneself': notes,
  'library code is silent': silence,
  'every test runs or says why not': wholeTests,
  'tests leave nothing behind': tidyTests,
  'patterns are matched': matchingPatterns,
  'the type checker is not silenced': checkers,
  'files stay short': fileLength(longFiles),
  'lines stay short': lineLength,
  'dependencies come from the catalog': catalog,
  'manifests are filled in': published,
  'pnpm is pinned once': pins,
  'nothing names the machine it was written on': privacy,
} satisfies { readonly [promise: string]: Rule }
