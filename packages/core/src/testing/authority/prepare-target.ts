import type { JsonValue } from '../../define/json.ts'
import { CapbenchError } from '../../error.ts'
import type { TargetFacts } from '../../target/facts.ts'
import type { Target } from '../../target/target.ts'

/** Has a target look at the world. @throws CAPBENCH_MISSING where it lacks something. */
export async function prepareTarget(target: Target, maxVcpus: number): Promise<TargetFacts> {
  const environment = new Map<string, JsonValue>()
  const facts = await target.prepare({
    maxVcpus,
    signal: new AbortController().signal,
    progress: () => {},
    environment: async (name, capture) => {
      const value = (environment.get(name) as Awaited<ReturnType<typeof capture>> | undefined) ?? (await capture())
      environment.set(name, value)
      return value
    },
  })
  const [lacking] = facts.unmet
  if (lacking === undefined) return facts
  throw new CapbenchError(
    'CAPBENCH_MISSING',
    `${target.name} needs ${lacking.need}: ${lacking.detail}; ${lacking.remedy}`,
  )
}
