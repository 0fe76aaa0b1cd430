import type { Counterpart, Mechanism, Mechanisms } from '@capbench/core'
import type { IntentId } from '../intents/intents.ts'
import { workOf } from '../table/table.ts'

/** The systems of the table by the names that targets have. */
const systems = { linux: 'linux-native', bare: 'bare', capos: 'capos' } as const

/** What each system does for an intent, as results and ratios carry it. */
export function mechanismsOf(intent: IntentId): Mechanisms {
  const linux = workOf(intent, systems.linux)
  return Object.fromEntries(
    Object.entries(systems).flatMap(([system, column]): readonly (readonly [string, Mechanism])[] => {
      const work = workOf(intent, column)
      if (work === undefined) return []
      const over = work.over
      const counterparts: readonly Counterpart[] =
        over === null || linux?.label !== over.label
          ? []
          : [{ system: 'linux', label: over.label, difference: over.difference }]
      const { conditions = [] } = work.over === null ? work : {}
      return [[system, { label: work.label, conditions, counterparts }]]
    }),
  )
}
