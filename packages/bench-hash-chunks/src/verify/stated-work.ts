import { type Verifier, verdictOf } from '@capbench/core'
import { formats, type kinds, type Mode } from '../records/formats.ts'
import type { HashRun } from '../records/observation.ts'
import { expectedOf } from '../work/expected.ts'
import { type HashParameters, workOf } from '../work/parameters.ts'

const kindOf: Readonly<Record<Mode, (typeof kinds)[number]>> = { processes: 'process', threads: 'thread' }

/** The run had one setup: the format of its benchmark, the kind of worker and the work asked for, the right corpus. */
export function statedWork(mode: Mode): Verifier<HashRun, HashParameters> {
  return {
    name: `stated-work.${mode}`,
    version: 1,
    judge: ({ setups }, { parameters, case: { vcpus }, system }) => {
      const [setup] = setups
      if (setup === undefined || setups.length > 1)
        return verdictOf({ 'one setup': `${setups.length} setup records came` })
      const { bytes } = workOf(parameters, vcpus)
      const { hash, chunkBytes, passes, seed } = parameters
      const same = (wanted: string | number, came: string | number) =>
        came === wanted ? undefined : `${wanted} was asked for, the program had ${came}`
      return verdictOf({
        'one setup': undefined,
        format: same(formats[mode], setup.format),
        'kind of worker': same(system === 'bare' ? 'cpu' : kindOf[mode], setup.kind),
        hash: same(hash, setup.hash),
        'bytes of the corpus': same(bytes, setup.corpusBytes),
        'bytes of a chunk': same(chunkBytes, setup.chunkBytes),
        passes: same(passes, setup.passes),
        seed: same(seed, setup.seed),
        'SHA-256 of the corpus': same(expectedOf(parameters, vcpus).corpusSha256, setup.corpusSha256),
      })
    },
  }
}
