import type { Config } from './config.ts'

/** What a configuration names twice: every name is that of files, and two of one name would be one file. */
export function configFaults({ benchmarks, targets, entries }: Config): readonly string[] {
  return [
    ...twice(
      'the benchmark',
      benchmarks.map(({ name }) => name),
    ),
    ...twice(
      'the target',
      targets.map(({ name }) => name),
    ),
    ...twice(
      'the entry',
      entries.map(({ benchmark, target }) => `${benchmark} on ${target}`),
    ),
    ...entries.flatMap(({ benchmark, target, cases }) =>
      twice(
        `for ${benchmark} on ${target} the case`,
        cases.map(({ name }) => name),
      ),
    ),
    ...benchmarks.flatMap(({ name, gates, proofs }) => [
      ...twice(
        `for ${name} the gate`,
        gates.map((gate) => gate.name),
      ),
      ...twice(`for ${name} the proof`, proofs),
    ]),
  ]
}

/** Most that are told of one list: an artifact may repeat a name a million times. */
const mostTold = 8

function twice(what: string, names: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  const found = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) found.add(name)
    seen.add(name)
  }
  return [...found].slice(0, mostTold).map((name) => `config.json names ${what} ${name} twice`)
}
