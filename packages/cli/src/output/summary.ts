import type { Campaign } from '@capbench/core'
import { readEnvironment, renderMatrix, renderSpeedups, renderWarnings, visible } from '@capbench/report'

/** A campaign for people: matrix, speedups, every warning, and where everything lies. */
export function summaryOf(campaign: Campaign, places: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...places.map(([name]) => name.length))
  const lines = places.map(([name, value]) => `${`${name}:`.padEnd(width + 2)}${visible(value)}`)
  const warnings = renderWarnings(campaign, readEnvironment(campaign.directory))
  const parts = [renderMatrix(campaign), renderSpeedups(campaign), warnings, lines.join('\n')]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}
