export { type Block, type BlockRow, renderBlock } from './block/block.ts'
export { blockOf } from './block/of-campaign.ts'
export { renderSummary, type SummaryOptions } from './block/summary.ts'
export { updateBlock } from './block/update-block.ts'
export { ratioWords } from './compare/ratio.ts'
export { escapeHtml } from './escape/html.ts'
export { escapeMarkdown } from './escape/markdown.ts'
export { visible, visibleLines } from './escape/visible.ts'
export { type ExportFormat, exportFormats, renderExport } from './export/formats.ts'
export { formatFactor, formatQuantity } from './format/figures.ts'
export { mergeHtmlReports } from './html/merged.ts'
export { renderHtml } from './html/page.ts'
export type { ReportInput } from './input.ts'
export { renderComparisonMarkdown } from './markdown/comparison.ts'
export { renderMarkdown } from './markdown/document.ts'
export { verdictOf, verificationWord } from './markdown/header.ts'
export { mergeReports } from './markdown/merged.ts'
export { type Plot, plotsOf } from './plots/plots.ts'
export { renderComparison } from './terminal/comparison.ts'
export { grid } from './terminal/grid.ts'
export { renderMatrix, renderSpeedups, renderWarnings } from './terminal/terminal.ts'
export { type Warning, warningsOf } from './warnings/warnings.ts'
export { readEnvironment } from './write/environment.ts'
export {
  type MergedCampaign,
  type MergedOptions,
  type WriteOptions,
  writeHtmlReport,
  writeMergedReport,
  writeReport,
  writeReportWithPlots,
} from './write/write-report.ts'
