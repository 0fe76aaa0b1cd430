import type { AuthorityProfile } from '../../authority/profile.ts'
import { smp } from '../../define/case.ts'
import { defineBenchmark } from '../../define/define-benchmark.ts'
import type { JsonObject, JsonValue } from '../../define/json.ts'
import type { Reason } from '../../define/reasons.ts'
import type { System } from '../../define/system.ts'
import { Type } from '../../define/type.ts'
import { canonicalBytes } from '../../encode/canonical.ts'
import type { RunRecord } from '../../evidence/run-record.ts'
import { parseStream } from '../../parse/stream.ts'
import type { Parser } from '../../parse/transcript.ts'
import type { RunEnd } from '../../target/end.ts'
import type { TargetFacts } from '../../target/facts.ts'
import { assess, presentedCpus } from '../../verify/assess.ts'
import { auditEventOf } from '../../verify/authority/audit-event.ts'
import type { FinishedRun } from '../../verify/finished-run.ts'
import { verdictOf } from '../../verify/verdict.ts'
import type { RecordedRun } from './recorded-run.ts'

/** Takes every whole stream of records, whatever its types. */
export const anyRecords: Parser<JsonValue> = {
  format: 'framed/1',
  version: 1,
  parse: ({ nonce, channel }) => {
    const stream = parseStream(channel('records'), { nonce })
    return stream.ok ? { complete: true, observation: stream.records.length } : { complete: false, lost: stream.lost }
  },
}

/** Why a campaign would not take this run; none where it would. */
export function causesOf(
  run: RecordedRun,
  facts: TargetFacts,
  system: System,
  parser: Parser<JsonValue>,
): readonly { readonly reason: Reason; readonly detail: string }[] {
  const { request, end } = run
  if ('threw' in end) return [{ reason: 'launch_failed', detail: end.threw }]
  const { work, vcpus } = request
  const { assessment } = assess(finishedRun(run, end), {
    benchmark: conformance(system, parser, request.authority),
    system,
    setting: {
      parameters: {},
      case: { name: request.caseName, vcpus, optIn: false, smt: false },
      system,
      cpus: presentedCpus(facts, vcpus),
    },
    facts,
    programSha256: work.form === 'program' ? work.program.manifest.sha256 : null,
  })
  return assessment.accepted ? [] : assessment.causes
}

/** A recorded run as one that a campaign would have kept, with the event that tells of a privileged profile. */
export function finishedRun({ request, ...run }: RecordedRun, outcome: RunEnd): FinishedRun {
  const { nonce, launcherNonce, vcpus } = request
  const [command = null] = run.commands
  const audit = auditEventOf(request.authority, 0)
  const events = [...(audit === undefined ? [] : [audit]), ...run.events]
  return {
    record: { outcome, nonce, launcherNonce, vcpus, command } as RunRecord,
    channel: (name) => run.channels.get(name) ?? new Uint8Array(),
    artifact: (name) => run.artifacts.get(name) ?? new Uint8Array(),
    hostEvents: () => events.map((event) => canonicalBytes(event as unknown as JsonObject)),
  }
}

const conformance = (system: System, parser: Parser<JsonValue>, authority: AuthorityProfile) =>
  defineBenchmark({
    name: 'conformance',
    version: '1.0.0',
    module: import.meta.url,
    tier: 0,
    lineage: { inspiredBy: [], unsatisfied: [], official: false },
    parameters: Type.Object({}),
    cases: [smp(1)],
    corpus: { name: 'none', sha256: '0'.repeat(64) },
    backing: 'none',
    authority,
    requires: [],
    unsupportedPolicy: 'a suite of tests, and no benchmark',
    workloads: { [system]: { form: 'console', parser } },
    comparison: { partition: 'none', timedRegion: 'none' },
    nondeterminism: [],
    proofs: [],
    parser,
    verify: { name: 'whole', version: 1, judge: () => verdictOf({ whole: undefined }) },
    metrics: {},
    method: { warmup: { runs: 0, why: 'nothing is measured' }, runs: 1, timeoutMs: 1000 },
  })
