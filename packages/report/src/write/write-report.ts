import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { type Campaign, CapbenchError, sha256Hex, type Verification } from '@capbench/core'
import type { ReportInput } from '../input.ts'
import { renderMarkdown } from '../markdown/document.ts'
import { readEnvironment } from './environment.ts'

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
  const directory = resolve(campaign.directory)
  const campaigns = dirname(directory)
  const file = resolve(options.file ?? join(dirname(campaigns), 'reports', `${campaign.id}.md`))
  if (file.startsWith(`${campaigns}${sep}`)) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `a report belongs outside the evidence, and ${file} lies inside ${campaigns}; choose another file`,
    )
  }
  const text = renderMarkdown(readInput(campaign, dirname(file), options.verification))
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
  return file
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
