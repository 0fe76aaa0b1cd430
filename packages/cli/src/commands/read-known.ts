import { type Benchmark, type Campaign, CapbenchError, readCampaign } from '@capbench/core'
import { usage } from '../options/usage.ts'

/** How a shell gives a definition that is not at hand, where code passes it in `benchmarks`. */
export const definitionRemedy = 'on the command line by --definition FILE, or as a plugin of capbench.config.ts'

/** Reads a campaign. @throws CAPBENCH_USAGE where a definition is not at hand, with what a shell can do about it */
export async function readKnown(
  directory: string,
  benchmarks: readonly Benchmark[],
  limits: { readonly maxBytes?: number },
): Promise<Campaign> {
  try {
    return await readCampaign(directory, benchmarks, limits)
  } catch (error) {
    // Other disagreements, such as a baseline that was not given, say their own remedy.
    const isMissing = error instanceof CapbenchError && error.message.endsWith('in `benchmarks`')
    throw isMissing ? usage(error.message, definitionRemedy) : error
  }
}
