import type { ReportInput } from '../input.ts'
import { renderArtifacts, renderRecompute } from './artifacts.ts'
import { renderBootCosts } from './boot-costs.ts'
import { renderCeiling } from './ceiling.ts'
import { renderConfiguration } from './configuration.ts'
import { renderCorrectness } from './correctness.ts'
import { renderExecutive } from './executive.ts'
import { renderHeader } from './header.ts'
import { renderSpeedups } from './speedups.ts'
import type { Markdown } from './text.ts'
import { renderTiers } from './tiers.ts'
import { renderWarnings } from './warnings.ts'

/** What every report of a campaign consists of, in the order of the Markdown one; undefined where there is nothing. */
export function sectionsOf(input: ReportInput) {
  const { campaign, evidence } = input
  return {
    header: renderHeader(input),
    warnings: renderWarnings(input),
    results: renderExecutive(campaign),
    speedups: renderSpeedups(campaign),
    ceiling: renderCeiling(campaign),
    tiers: renderTiers(campaign, evidence),
    bootCosts: renderBootCosts(campaign),
    correctness: renderCorrectness(campaign, evidence),
    configuration: renderConfiguration(input),
    artifacts: renderArtifacts(campaign, evidence),
    recompute: renderRecompute(input),
  } as const satisfies Readonly<Record<string, Markdown | undefined>>
}
