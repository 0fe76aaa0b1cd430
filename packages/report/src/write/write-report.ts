import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { type Campaign, CapbenchError, sha256Hex, type Verification } from '@capbench/core'
import { mergeHtmlReports } from '../html/merged.ts'
import { renderHtml } from '../html/page.ts'
import type { ReportInput } from '../input.ts'
import { type Picture, renderMarkdown } from '../markdown/document.ts'
import { mergeReports } from '../markdown/merged.ts'
import { plotsOf } from '../plots/plots.ts'
import { readEnvironment } from './environment.ts'

/** Where a report is written, and what it may say of its verification. */
export interface WriteOptions {
  /** Default: `<store>/reports/<campaign id>.md`. */
  readonly file?: string
  /** The outcome of `verifyEvidence`, so that the report may say `verified`. */
  readonly verification?: Verification
}

/**
 * Writes the report of a published campaign and returns its absolute path. Reports lie outside the evidence: an
 * evidence directory holds what its manifests list and nothing else.
 *
 * @throws CAPBENCH_USAGE for a path among the campaigns, CAPBENCH_STORE where the file cannot be written.
 */
export function writeReport(campaign: Campaign, options: WriteOptions = {}): string {
  const file = fileOf(campaign, options, 'md')
  write(file, renderMarkdown(readInput(campaign, dirname(file), options.verification)))
  return file
}

/**
 * The same with its plots as SVG files in `<name of the report>-plots` beside it.
 *
 * @throws as `writeReport`
 */
export async function writeReportWithPlots(campaign: Campaign, options: WriteOptions = {}): Promise<string> {
  const file = fileOf(campaign, options, 'md')
  const folder = `${basename(file, extname(file))}-plots`
  const pictures: Picture[] = []
  for (const { name, title, svg } of plotsOf(campaign)) {
    const path = `${folder}/${name}.svg`
    write(join(dirname(file), path), `${await svg(700)}\n`)
    pictures.push({ title, path })
  }
  write(file, renderMarkdown(readInput(campaign, dirname(file), options.verification), pictures))
  return file
}

/**
 * The same as one HTML page, with plots; default `<store>/reports/<campaign id>.html`.
 *
 * @throws as `writeReport`
 */
export async function writeHtmlReport(campaign: Campaign, options: WriteOptions = {}): Promise<string> {
  const file = fileOf(campaign, options, 'html')
  write(file, await renderHtml(readInput(campaign, dirname(file), options.verification)))
  return file
}

/** One campaign of a merged report, with the outcome of `verifyEvidence` where one was made. */
export interface MergedCampaign {
  readonly campaign: Campaign
  readonly verification?: Verification
}

/** Where one report over several campaigns is written, and in which form. */
export interface MergedOptions {
  readonly file: string
  /** Plain text; default: `Several campaigns`. */
  readonly title?: string
  readonly format?: 'markdown' | 'html'
}

/**
 * Writes the reports of several campaigns as one file, and returns its absolute path.
 *
 * @throws as `writeReport` and `mergeReports`
 */
export async function writeMergedReport(campaigns: readonly MergedCampaign[], options: MergedOptions): Promise<string> {
  const [first] = campaigns
  const extension = options.format === 'html' ? 'html' : 'md'
  const file = first ? fileOf(first.campaign, options, extension) : resolve(options.file)
  const inputs = campaigns.map(({ campaign, verification }) => readInput(campaign, dirname(file), verification))
  const title = options.title ?? 'Several campaigns'
  write(file, options.format === 'html' ? await mergeHtmlReports(title, inputs) : mergeReports(title, inputs))
  return file
}

function fileOf(campaign: Campaign, options: Pick<WriteOptions, 'file'>, extension: 'md' | 'html'): string {
  const campaigns = dirname(resolve(campaign.directory))
  const file = resolve(options.file ?? join(dirname(campaigns), 'reports', `${campaign.id}.${extension}`))
  if (!file.startsWith(`${campaigns}${sep}`)) return file
  throw new CapbenchError(
    'CAPBENCH_USAGE',
    `a report belongs outside the evidence, and ${file} lies inside ${campaigns}; choose another file`,
  )
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    const temporary = `${file}.${process.pid}.tmp`
    writeFileSync(temporary, text)
    renameSync(temporary, file)
  } catch (error) {
    throw new CapbenchError('CAPBENCH_STORE', `cannot write the report ${file}; choose a file that can be written`, {
      cause: error,
    })
  }
}

function readInput(campaign: Campaign, from: string, verification: Verification | undefined): ReportInput {
  const { directory } = campaign
  return {
    campaign,
    campaignDigest: sha256Hex(readFileSync(join(directory, 'derived.sha256'))),
    evidence: relative(from, resolve(directory)).split(sep).join('/') || '.',
    environment: readEnvironment(directory),
    ...(verification && { verification }),
  }
}
