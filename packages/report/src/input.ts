import type { Campaign, JsonValue, Verification } from '@capbench/core'

/** What a report is made of. Nothing else is read: the same input is the same report. */
export interface ReportInput {
  readonly campaign: Campaign
  /** SHA-256 of `derived.sha256`, which covers every other file. */
  readonly campaignDigest: string
  /** Path from the report's directory to the evidence directory, with `/`. */
  readonly evidence: string
  /** `env/*.json` by name, e.g. `host`, `hosting`, `versions`. */
  readonly environment: ReadonlyMap<string, JsonValue>
  /** What a check of the evidence found, where one was made. */
  readonly verification?: Verification
}
