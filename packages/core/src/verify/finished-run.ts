import type { RunRecord } from '../evidence/run-record.ts'

/** Everything that is known of one finished run. */
export interface FinishedRun {
  readonly record: RunRecord
  readonly channel: (name: string) => Uint8Array
  readonly artifact: (name: string) => Uint8Array
  /** Lines of `host.jsonl`. */
  readonly hostEvents: () => readonly Uint8Array[]
}
