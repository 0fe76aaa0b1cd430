import type { JsonObject } from '../../define/json.ts'
import { byCodeUnits, canonicalJson } from '../canonical.ts'
import type { Measurement, StoredResult } from '../result.ts'
import { resultFault } from '../result-fault.ts'
import {
  absencePointers,
  absentHigh,
  authorityPointers,
  causePointers,
  failurePointers,
  hashesPointers,
  measurementData,
  measurementPointers,
  resultData,
  resultPointers,
  runsData,
  statuses,
} from './fields.ts'
import {
  dataSection,
  digest,
  noData,
  numbers,
  putCount,
  putNumber,
  putOptional,
  struct,
  structs,
  text,
  texts,
} from './put.ts'
import { cannotEncode } from './refuse.ts'
import type { Pointer, Struct } from './tree.ts'
import { writeMessage } from './write-message.ts'

type Unmeasured = Exclude<StoredResult, { readonly status: 'passed' }>
type Failure = Extract<Unmeasured['result'], { readonly failure: unknown }>['failure']

/**
 * A stored result as a Cap'n Proto message of schema/benchmark-result.capnp in canonical form, one segment behind its
 * table: what lies beside each `results/.../<metric>.json` as `.bin`. A result has one encoding and no other.
 *
 * @throws CAPBENCH_USAGE where the result is none that `decodeResult` would accept again.
 */
export function encodeResult(result: StoredResult): Uint8Array {
  const fault = resultFault(result)
  if (fault !== undefined) return cannotEncode(fault)
  const status = statuses.indexOf(result.status)
  const data = dataSection(resultData.size, (view) => {
    view.setUint16(resultData.tier, result.tier, true)
    view.setUint16(resultData.status, status, true)
    view.setUint16(resultData.arm, status, true)
    putCount(view, resultData.vcpus, 'vcpus', result.vcpus)
  })
  const { hashes, authority } = result
  const passed = result.status === 'passed' ? result : undefined
  const root = struct(data, resultPointers, {
    runId: text(result.runId),
    benchmarkName: text(result.benchmarkName),
    correctnessId: text(result.correctnessId),
    configHash: digest('configHash', result.configHash),
    artifactHash: digest('artifactHash', result.artifactHash),
    notes: text(result.notes),
    result: armOf(result),
    schema: text(result.schema),
    benchmarkVersion: text(result.benchmarkVersion),
    target: text(result.target),
    system: text(result.system),
    role: text(result.role),
    case: text(result.case),
    metric: text(result.metric),
    hashes: struct(noData, hashesPointers, {
      comparison: digest('hashes.comparison', hashes.comparison),
      workload: hashes.workload === null ? null : digest('hashes.workload', hashes.workload),
      envelope: digest('hashes.envelope', hashes.envelope),
      identity: digest('hashes.identity', hashes.identity),
    }),
    authority: struct(noData, authorityPointers, {
      profile: text(authority.profile),
      terms: texts(authority.terms),
      enforcement: text(authority.enforcement),
      posture: text(canonicalJson(authority.posture as JsonObject)),
      observed: text(authority.observed === undefined ? '' : canonicalJson(authority.observed as JsonObject)),
    }),
    labels: texts(result.labels),
    runs: runsOf(result.runs),
    evidenceClass: text(passed?.evidenceClass ?? ''),
    classReasons: texts(passed?.classReasons ?? []),
    claim: text(passed?.claim ?? ''),
  })
  return writeMessage(root)
}

function armOf(result: StoredResult): Struct {
  switch (result.status) {
    case 'passed':
      return measurementOf(result.result.measurement)
    case 'failed':
      return failureOf(result.result.failure)
    case 'unsupported':
      return failureOf(result.result.unsupported)
    case 'invalid':
      return failureOf(result.result.invalid)
    default:
      return result satisfies never
  }
}

function measurementOf(figures: Measurement): Struct {
  const at = measurementData
  const data = dataSection(at.size, (view) => {
    view.setUint8(at.lowerIsBetter, figures.lowerIsBetter ? 1 : 0)
    for (const name of ['median', 'min', 'max', 'mean'] as const) putNumber(view, at[name], name, figures[name])
    putOptional(view, at.p95, 'p95', figures.p95, 0)
    for (const name of ['standardDeviation', 'cv', 'p99'] as const)
      putOptional(view, at[name], name, figures[name], absentHigh)
  })
  return struct(data, measurementPointers, {
    unit: text(figures.unit),
    samples: numbers('samples', figures.samples),
    clock: text(figures.clock),
    scale: figures.scale === '' ? cannotEncode('scale is empty; leave it out') : text(figures.scale ?? ''),
    absent: absences(figures.absent as JsonObject),
  })
}

function absences(absent: JsonObject): Pointer {
  const names = Object.keys(absent).sort(byCodeUnits)
  return structs(
    names.map((figure) => {
      const reason = absent[figure]
      if (figure === '' || typeof reason !== 'string' || reason === '')
        return cannotEncode(`absent has ${JSON.stringify(figure)} without a reason in words`)
      return struct(noData, absencePointers, { figure: text(figure), reason: text(reason) })
    }),
  )
}

function failureOf({ reason, detail, cause, causes }: Omit<Failure, 'reason'> & { readonly reason: string }): Struct {
  return struct(noData, failurePointers, {
    reason: text(reason),
    detail: text(detail),
    cause: text(cause ?? ''),
    causes: structs(
      causes.map((each) =>
        struct(noData, causePointers, {
          status: text(each.status),
          reason: text(each.reason),
          cause: text(each.cause ?? ''),
          detail: text(each.detail),
        }),
      ),
    ),
  })
}

function runsOf(runs: StoredResult['runs']): Struct {
  const data = dataSection(runsData.size, (view) => {
    for (const name of ['measured', 'warmups', 'accepted', 'attempts'] as const)
      putCount(view, runsData[name], `runs.${name}`, runs[name])
  })
  return { kind: 'struct', data, pointers: [] }
}
