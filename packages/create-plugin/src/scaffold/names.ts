import { CapbenchError, isName } from '@capbench/core'

/** The names of a new plugin. */
export interface PluginNames {
  /** In results and paths: `word-count`. */
  readonly benchmark: string
  /** Of the export: `wordCount`. */
  readonly identifier: string
  readonly packageName: string
}

/** What the template calls itself; every occurrence is replaced. */
export const templateNames: PluginNames = {
  benchmark: 'sample-bench',
  identifier: 'sampleBench',
  packageName: 'capbench-bench-sample',
}

const packagePattern = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/

/**
 * @param benchmark lower-case words joined by hyphens, so that an identifier can be made of them
 * @param packageName default `capbench-bench-<benchmark>`
 * @throws CAPBENCH_USAGE for a name that cannot be used
 */
export function namesOf(benchmark: string, packageName: string = `capbench-bench-${benchmark}`): PluginNames {
  const fault = benchmarkFault(benchmark) ?? packageFault(packageName)
  if (fault !== undefined) throw new CapbenchError('CAPBENCH_USAGE', fault)
  return { benchmark, identifier: identifierOf(benchmark), packageName }
}

const identifierOf = (benchmark: string): string =>
  benchmark.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** What is wrong with the name of a benchmark, or undefined. */
export function benchmarkFault(benchmark: string): string | undefined {
  if (isName(benchmark) && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(benchmark) && !words.includes(benchmark))
    return undefined
  const got = JSON.stringify(benchmark)
  return `a benchmark is named by lower-case words joined by hyphens, such as word-count; got ${got}`
}

/** One-word names that are no identifiers, or that the template has a use for. */
const words: readonly string[] = (
  'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
  'function if import in instanceof new null parser program return run smp suite super switch test this throw true ' +
  'try typeof var void while with yield let static answer answers state sum seed rounds'
).split(' ')

/** What is wrong with the name of a package, or undefined. */
export function packageFault(packageName: string): string | undefined {
  if (packageName.length <= 214 && packagePattern.test(packageName)) return undefined
  return `npm takes no package of the name ${JSON.stringify(packageName)}; use lower-case letters, digits and hyphens`
}
