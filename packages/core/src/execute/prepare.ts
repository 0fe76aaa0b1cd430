import type { TSchema } from 'typebox'
import { Check, Errors } from 'typebox/value'
import type { JsonObject, JsonValue } from '../define/json.ts'
import type { Suite } from '../define/suite.ts'
import { CapbenchError } from '../error.ts'
import { isName } from '../evidence/paths.ts'
import type { Config } from '../plan/config.ts'
import { TargetFacts } from '../target/facts.ts'
import type { Target } from '../target/target.ts'
import { TopologyFact } from '../target/topology.ts'
import type { Reporter } from './campaign-events.ts'

/** What the targets found out, and the files of `env/` by name. */
export interface Prepared {
  readonly facts: ReadonlyMap<string, TargetFacts>
  readonly environment: ReadonlyMap<string, JsonValue>
}

/** Lets every target look at the world once, one after the other. */
export async function prepare(suite: Suite, config: Config, report: Reporter, signal: AbortSignal): Promise<Prepared> {
  const environment = new Map<string, Promise<JsonValue>>()
  const facts = new Map<string, TargetFacts>()
  const targets = new Map<string, Target>(suite.entries.map(({ target }) => [target.name, target]))
  for (const target of targets.values()) {
    const cases = config.entries.filter((entry) => entry.target === target.name).flatMap((entry) => entry.cases)
    const found = await target.prepare({
      maxVcpus: Math.max(1, ...cases.map(({ vcpus }) => vcpus)),
      signal,
      progress: (message) => report({ type: 'prepare', target: target.name, message }),
      environment: <T extends JsonValue>(name: string, capture: () => Promise<T> | T) => {
        if (!isName(name) || name.startsWith('target-')) {
          throw new CapbenchError(
            'CAPBENCH_BUG',
            `target ${target.name} offers the environment "${name}", not a free name`,
          )
        }
        const captured = environment.get(name) ?? Promise.resolve().then(capture)
        environment.set(name, captured)
        return captured as Promise<T>
      },
    })
    // What a target found while it was being stopped is no fact.
    signal.throwIfAborted()
    demand(target.name, TargetFacts, found)
    facts.set(target.name, found)
    report({ type: 'prepared', target: target.name, facts: found })
  }
  const files = new Map<string, JsonValue>()
  for (const [name, value] of environment) files.set(name, await value)
  if (files.has('topology')) demand('which captured the topology', TopologyFact, files.get('topology'))
  for (const [name, value] of facts) files.set(`target-${name}`, value as unknown as JsonObject)
  return { facts, environment: files }
}

/** A malformed fact would be found when the evidence is read, after everything has run. */
function demand(target: string, schema: TSchema, value: unknown): void {
  if (Check(schema, value)) return
  const [error] = Errors(schema, value)
  throw new CapbenchError(
    'CAPBENCH_BUG',
    `target ${target} returned facts that do not fit their schema at ${error?.instancePath || '/'}: ${error?.message ?? ''}`,
  )
}
