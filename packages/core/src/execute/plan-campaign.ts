import { Check } from 'typebox/value'
import type { Suite } from '../define/suite.ts'
import type { Label } from '../judge/labels.ts'
import { refuseUnknownOptions } from '../options.ts'
import type { Config } from '../plan/config.ts'
import { makePlan, type Plan, type PlannedRow } from '../plan/plan.ts'
import type { TargetFacts } from '../target/facts.ts'
import { TopologyFact } from '../target/topology.ts'
import { configure } from './configure.ts'
import { prepare } from './prepare.ts'
import { choicesOf, type RunOptions } from './run.ts'

/** What `run` would do, and what could come of it at best. */
export interface PlannedCampaign {
  readonly config: Config
  /** What every target found out about itself, by its name. */
  readonly facts: ReadonlyMap<string, TargetFacts>
  readonly plan: Plan
  /** The best label that a row could get where nothing disturbs it. */
  readonly foreseen: (row: PlannedRow) => Label
}

const optionNames = [
  'purpose',
  'seed',
  'oversubscribe',
  'includeOptIn',
  'attempts',
  'signal',
  'onEvent',
] as const satisfies readonly (keyof RunOptions)[]

/**
 * Prepares the targets of a suite and plans its campaign, as `run` does, and runs nothing. Preparation may fetch a
 * kernel and boot a small guest that measures an accelerator; nothing is written to a store.
 *
 * @throws CAPBENCH_USAGE, CAPBENCH_DEFINITION and CAPBENCH_MISSING as `run` does before its first run
 */
export async function planCampaign(
  suite: Suite,
  options: Pick<RunOptions, (typeof optionNames)[number]> = {},
): Promise<PlannedCampaign> {
  refuseUnknownOptions('planCampaign', options, optionNames)
  const { config } = configure(suite, choicesOf(options))
  const signal = options.signal ?? new AbortController().signal
  const { facts, environment } = await prepare(suite, config, options.onEvent ?? (() => {}), signal)
  const found = environment.get('topology')
  const topology = Check(TopologyFact, found) ? found : undefined
  const { foreseenLabel } = await import('../deferred.ts')
  return {
    config,
    facts,
    plan: makePlan(config, facts),
    foreseen: ({ target, vcpus, runs }) => {
      const [fact, role] = [facts.get(target), config.targets.find(({ name }) => name === target)?.role]
      if (fact === undefined || role === undefined) throw new Error(`unreachable: ${target} was planned`)
      return foreseenLabel(fact, topology, { vcpus, runs, role })
    },
  }
}
