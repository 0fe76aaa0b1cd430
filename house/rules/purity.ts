import { destination, importsOf, isRelative } from '../imports.ts'
import { isPackageSource, places, type Rule, type SourceFile } from '../tree.ts'

/** The steps that are pure functions of bytes: evidence is checked by running them again elsewhere. */
const steps = ['plan', 'protocol', 'parse', 'verify', 'summarize', 'statistics', 'judge', 'encode', 'compare']
const entries = [
  ...steps.map((name) => `packages/core/src/${name}/`),
  'packages/core/src/derive.ts',
  'packages/verifiers/src/',
  // What the parser, verifier and metrics of a plugin are made of.
  ...['observation', 'metrics', 'partition', 'stated-partition'].map(
    (name) => `packages/bench-smp-primes/src/${name}.ts`,
  ),
  ...['intents/', 'table/', 'capos/', 'measure/records.ts', 'measure/outcome.ts', 'measure/whole-run.ts'].map(
    (name) => `packages/bench-osbench/src/${name}`,
  ),
]
const isStep = (file: SourceFile) => isPackageSource(file) && entries.some((entry) => file.path.startsWith(entry))

const ioModules =
  'fs child_process os net tls http https http2 dgram dns timers worker_threads cluster process perf_hooks'
const worldly = new RegExp(`^(node:)?(${ioModules.split(' ').join('|')})(/|$)`)

const ambientExpressions = [
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bMath\.random\b/,
  /(?<!['"`.\w])process\.\w/, // but not the subsystem 'process.spawn'
  /\bperformance\.now\b/,
  /\bset(Timeout|Interval|Immediate)\(/,
  /\bfetch\(/,
  /\brandom(Bytes|UUID|Int)\(/,
]
const ambient = new RegExp(ambientExpressions.map(({ source }) => source).join('|'), 'g')

/** The files that run when `entry` runs, by value imports inside the package. */
function reachable(entries: readonly SourceFile[], files: readonly SourceFile[]): ReadonlySet<SourceFile> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const seen = new Set(entries)
  for (const file of seen)
    for (const one of importsOf(file).filter((found) => isRelative(found) && !found.typeOnly)) {
      const next = byPath.get(destination(one))
      if (next !== undefined) seen.add(next)
    }
  return seen
}

/** Nothing that a pure step runs reads the clock, chance, the environment, files or the network. */
export const pureSteps: Rule = (files) => {
  const remedy = `what follows execute is pure (folders ${steps.join(', ')}); pass the value in`
  return [...reachable(files.filter(isStep), files)].flatMap((file) => [
    ...importsOf(file)
      .filter((one) => !one.typeOnly && worldly.test(one.specifier))
      .map(({ specifier }) => `${file.path}: imports ${specifier}; ${remedy}`),
    ...places(file, ambient).map((place) => `${place}: touches the world; ${remedy}`),
  ])
}
