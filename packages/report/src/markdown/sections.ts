import type { ReportInput } from '../input.ts'
import { attemptsOf } from '../plots/attempts.ts'
import { plotsOf } from '../plots/plots.ts'
import { warningsOf } from '../warnings/warnings.ts'
import { renderArtifacts, renderRecompute } from './artifacts.ts'
import { renderAttempts } from './attempts.ts'
import { renderBootCosts } from './boot-costs.ts'
import { renderCeiling } from './ceiling.ts'
import { renderConfiguration } from './configuration.ts'
import { renderCorrectness } from './correctness.ts'
import { renderEveryRun } from './every-run.ts'
import { renderExecutive } from './executive.ts'
import { renderHeader } from './header.ts'
import { renderSpeedups } from './speedups.ts'
import type { Markdown } from './text.ts'
import { renderTiers } from './tiers.ts'
import { renderWarnings } from './warnings.ts'

/** What every report of a campaign consists of, in the order of the Markdown one; undefined where there is nothing. */
export function sectionsOf(input: ReportInput) {
  const { campaign, evidence, environment } = input
  const warnings = warningsOf(campaign, environment)
  return {
    header: renderHeader(input),
    warnings: renderWarnings(warnings),
    results: renderExecutive(campaign, warnings),
    speedups: renderSpeedups(campaign),
    ceiling: renderCeiling(campaign, warnings),
    tiers: renderTiers(campaign),
    everyRun: renderEveryRun(plotsOf(campaign)),
    bootCosts: renderBootCosts(campaign),
    correctness: renderCorrectness(campaign, evidence),
    attempts: renderAttempts(attemptsOf(campaign), evidence),
    configuration: renderConfiguration(input),
    artifacts: renderArtifacts(campaign, evidence),
    recompute: renderRecompute(input),
  } as const satisfies Readonly<Record<string, Markdown | undefined>>
}
