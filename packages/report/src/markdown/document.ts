import type { ReportInput } from '../input.ts'
import { renderArtifacts, renderRecompute } from './artifacts.ts'
import { renderBootCosts } from './boot-costs.ts'
import { renderCeiling } from './ceiling.ts'
import { renderConfiguration } from './configuration.ts'
import { renderCorrectness } from './correctness.ts'
import { renderExecutive } from './executive.ts'
import { renderHeader } from './header.ts'
import { renderSpeedups } from './speedups.ts'
import { blocks } from './text.ts'
import { renderTiers } from './tiers.ts'
import { renderWarnings } from './warnings.ts'

/**
 * A campaign as Markdown: a matrix of workload results with the context that explains them, and no aggregate. The
 * sections are those of the capOS benchmark proposal's "Reporting Format". Links are relative and lead into the
 * evidence directory; text that came from a guest or an artifact is escaped. Pure.
 */
export function renderMarkdown(input: ReportInput): string {
  const { campaign, evidence } = input
  const document = blocks(
    renderHeader(input),
    renderWarnings(input),
    renderExecutive(campaign),
    renderSpeedups(campaign),
    renderCeiling(campaign),
    renderTiers(campaign, evidence),
    renderBootCosts(campaign),
    renderCorrectness(campaign, evidence),
    renderConfiguration(input),
    renderArtifacts(campaign, evidence),
    renderRecompute(input),
  )
  return `${document.markdown}\n`
}
