import type { JsonValue } from '../../define/json.ts'
import { canonicalBytes, canonicalJson } from '../../encode/canonical.ts'
import type { RunRecord } from '../../evidence/run-record.ts'
import type { EvidenceCopy } from './copy.ts'

/** A run of the untouched evidence. */
export interface RunInCopy {
  readonly folder: string
  readonly record: RunRecord
}

/** In the order in which they ran. */
export function runsOf(copy: EvidenceCopy): readonly RunInCopy[] {
  return copy.paths
    .filter((path) => /^(?:raw|proofs)\/.*\/run\.json$/.test(path))
    .map((path) => ({ folder: path.slice(0, -'/run.json'.length), record: JSON.parse(copy.text(path)) as RunRecord }))
    .sort((a, b) => a.record.order - b.record.order)
}

export function editRun(copy: EvidenceCopy, { folder, record }: RunInCopy, change: (of: RunRecord) => RunRecord): void {
  copy.write(`${folder}/run.json`, canonicalBytes(change(record) as unknown as JsonValue))
}

type HostLine = Readonly<Record<string, JsonValue>>

/** The lines of `host.jsonl`. */
export function hostLines(copy: EvidenceCopy, { folder }: RunInCopy): readonly HostLine[] {
  const path = `${folder}/host.jsonl`
  if (!copy.paths.includes(path)) return []
  const lines = copy
    .text(path)
    .split('\n')
    .filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as HostLine)
}

export function writeHostLines(copy: EvidenceCopy, { folder }: RunInCopy, lines: readonly HostLine[]): void {
  copy.write(`${folder}/host.jsonl`, lines.map((line) => `${canonicalJson(line)}\n`).join(''))
}

/** The row of the run no longer follows; or, of a proof, whether its rows should have run. */
export function rowOrOrder({ record }: RunInCopy): RegExp {
  const { kind, benchmark, target, case: name } = record
  if (kind !== 'proof') return new RegExp(`^results/${benchmark}/${target}/${name}/[^/]+\\.json does not follow`)
  return new RegExp(`^results/[^/]+/${target}/[^/]+/[^/]+\\.json does not follow|what follows by the plan is`)
}
