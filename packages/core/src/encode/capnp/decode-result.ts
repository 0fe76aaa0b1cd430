import type { JsonObject } from '../../define/json.ts'
import { byCodeUnits, quoteForMessage } from '../canonical.ts'
import type { StoredResult } from '../result.ts'
import { resultFault } from '../result-fault.ts'
import { type ReadLimits, readCanonicalJson } from '../strict.ts'
import {
  absencePointers,
  absentHigh,
  arms,
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
import { readMessage } from './read-message.ts'
import { refuse } from './refuse.ts'
import {
  dataOf,
  digestAt,
  named,
  numbersAt,
  oneOf,
  structAt,
  structsAt,
  takeNumber,
  takeOptional,
  textAt,
  textsAt,
} from './take.ts'
import type { Pointer, Struct } from './tree.ts'

/**
 * Reads what `encodeResult` wrote, for whoever trusts nobody: the message must be in canonical form, its status must
 * name its arm, hashes must have 32 bytes, texts that identify must not be empty, samples must be there, and median,
 * minimum and maximum must be those of the samples. So neither an empty message, which reads as "passed, median 0",
 * nor one that was cut or made for another schema becomes a result. Fields of a newer writer are ignored.
 *
 * @throws CAPBENCH_HOSTILE saying what is wrong.
 */
export function decodeResult(bytes: Uint8Array, limits: ReadLimits = {}): StoredResult {
  const root = readMessage(bytes, limits)
  const data = dataOf(root, resultData.size)
  const pointers = named(root, resultPointers)
  const schema = textAt('schema', pointers.schema)
  if (schema !== 'capbench.result/1')
    refuse(`has ${quoteForMessage(schema)} as schema; "capbench.result/1" was wanted (a default or foreign message?)`)
  const status = oneOf('status', statuses, data.getUint16(resultData.status, true))
  const arm = oneOf('arm', arms, data.getUint16(resultData.arm, true))
  if (statuses.indexOf(status) !== arms.indexOf(arm)) refuse(`has the status ${status} and the arm ${arm}`)
  const common = {
    ...textsOf(pointers),
    schema,
    status,
    tier: data.getUint16(resultData.tier, true),
    vcpus: data.getUint32(resultData.vcpus, true),
    configHash: digestAt('configHash', pointers.configHash),
    artifactHash: digestAt('artifactHash', pointers.artifactHash),
    hashes: hashesOf(structAt('hashes', pointers.hashes)),
    authority: authorityOf(structAt('authority', pointers.authority)),
    labels: textsAt('labels', pointers.labels),
    runs: runsOf(structAt('runs', pointers.runs)),
  }
  const below = structAt(arm, pointers.result)
  const judged = {
    evidenceClass: textAt('evidenceClass', pointers.evidenceClass),
    classReasons: textsAt('classReasons', pointers.classReasons),
    claim: textAt('claim', pointers.claim),
  }
  if (status !== 'passed' && Object.values(judged).some(({ length }) => length > 0))
    refuse(`is ${status} and has a class or a claim`)
  const result =
    status === 'passed'
      ? { ...common, ...judged, result: { measurement: measurementOf(below) } }
      : { ...common, result: { [arm]: failureOf(below) } }
  const fault = resultFault(result)
  return fault === undefined ? (result as StoredResult) : refuse(`is no result: ${fault}`)
}

const plainTexts = [
  'runId',
  'benchmarkName',
  'benchmarkVersion',
  'correctnessId',
  'notes',
  'target',
  'system',
  'role',
  'case',
  'metric',
] as const

function textsOf(pointers: { readonly [name in (typeof plainTexts)[number]]: Pointer }) {
  const entries = plainTexts.map((name) => [name, textAt(name, pointers[name])] as const)
  return Object.fromEntries(entries) as { [name in (typeof plainTexts)[number]]: string }
}

function hashesOf(struct: Struct) {
  const { comparison, workload, envelope, identity } = named(struct, hashesPointers)
  return {
    comparison: digestAt('hashes.comparison', comparison),
    workload: workload === null ? null : digestAt('hashes.workload', workload),
    envelope: digestAt('hashes.envelope', envelope),
    identity: digestAt('hashes.identity', identity),
  }
}

function authorityOf(struct: Struct) {
  const { profile, terms, enforcement, posture, observed } = named(struct, authorityPointers)
  const jsonAt = (name: string, pointer: Pointer) => readCanonicalJson(new TextEncoder().encode(textAt(name, pointer)))
  return {
    profile: textAt('authority.profile', profile),
    terms: textsAt('authority.terms', terms),
    enforcement: textAt('authority.enforcement', enforcement),
    posture: jsonAt('authority.posture', posture),
    ...(observed !== null && { observed: jsonAt('authority.observed', observed) }),
  }
}

function runsOf(struct: Struct) {
  const view = dataOf(struct, runsData.size)
  const count = (at: number) => view.getUint32(at, true)
  return {
    measured: count(runsData.measured),
    warmups: count(runsData.warmups),
    accepted: count(runsData.accepted),
    attempts: count(runsData.attempts),
  }
}

function measurementOf(struct: Struct) {
  const at = measurementData
  const view = dataOf(struct, at.size)
  const { unit, samples, clock, scale, absent } = named(struct, measurementPointers)
  const flags = view.getUint32(at.lowerIsBetter, true)
  const figure = (name: 'median' | 'min' | 'max' | 'mean') => takeNumber(view, at[name], name)
  const optional = (name: 'p95' | 'p99' | 'standardDeviation' | 'cv') => {
    const value = takeOptional(view, at[name], name, name === 'p95' ? 0 : absentHigh)
    return value === undefined ? {} : { [name]: value }
  }
  return {
    unit: textAt('unit', unit),
    clock: textAt('clock', clock),
    ...(scale !== null && { scale: textAt('scale', scale) }),
    lowerIsBetter: (flags & 1) === 1,
    median: figure('median'),
    min: figure('min'),
    max: figure('max'),
    mean: figure('mean'),
    ...optional('standardDeviation'),
    ...optional('cv'),
    samples: numbersAt('samples', samples),
    ...optional('p95'),
    ...optional('p99'),
    absent: absencesOf(structsAt('absent', absent)),
  }
}

function absencesOf(elements: readonly Struct[]): JsonObject {
  const entries = elements.map((element): [string, string] => {
    const { figure, reason } = named(element, absencePointers)
    return [textAt('figure', figure), textAt('reason', reason)]
  })
  for (const [index, [figure, reason]] of entries.entries()) {
    const before = entries[index - 1]?.[0] ?? ''
    if (byCodeUnits(before, figure) >= 0 || reason === '')
      refuse('has absent figures without names or reasons, or not sorted')
  }
  return Object.fromEntries(entries)
}

function failureOf(struct: Struct) {
  const { reason, detail, cause, causes } = named(struct, failurePointers)
  const causesOf = structsAt('causes', causes).map((each) => {
    const pointers = named(each, causePointers)
    const status = textAt('causes.status', pointers.status)
    return { status, ...reasonOf(pointers.reason, pointers.cause), detail: textAt('causes.detail', pointers.detail) }
  })
  return { ...reasonOf(reason, cause), detail: textAt('detail', detail), causes: causesOf }
}

function reasonOf(reason: Pointer, cause: Pointer) {
  return { reason: textAt('reason', reason), ...(cause !== null && { cause: textAt('cause', cause) }) }
}
