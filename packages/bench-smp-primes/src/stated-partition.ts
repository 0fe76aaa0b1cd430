import { type Verifier, verdictOf } from '@capbench/core'
import type { PrimeRun } from './observation.ts'
import { partition, partitionName } from './partition.ts'

/** The run had one setup, and its workers got the ranges that the comparison states. */
export function statedPartition(): Verifier<PrimeRun, { readonly limit: number }> {
  return {
    name: 'stated-partition',
    version: 1,
    judge: ({ setups, limit, workers }, { parameters, case: { vcpus } }) => {
      const wanted = partition(parameters.limit, vcpus).join(', ')
      const bounds = workers.map(({ to }) => to).join(', ')
      return verdictOf({
        'one setup': setups === 1 ? undefined : `${setups} setup records came`,
        limit: limit === parameters.limit ? undefined : `${parameters.limit} was asked for, the program took ${limit}`,
        partition: bounds === wanted ? undefined : `${partitionName} ends ranges at ${wanted}; these end at ${bounds}`,
      })
    },
  }
}
