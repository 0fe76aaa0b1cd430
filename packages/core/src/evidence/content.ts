import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import type { JsonObject, JsonValue } from '../define/json.ts'
import { Type } from '../define/type.ts'
import { canonicalJson } from '../encode/canonical.ts'
import { schemaFault } from '../encode/schema-fault.ts'
import { readCanonicalJson } from '../encode/strict.ts'
import { CapbenchError } from '../error.ts'
import { Config } from '../plan/config.ts'
import { TargetFacts } from '../target/facts.ts'
import { TopologyFact } from '../target/topology.ts'
import type { FinishedRun } from '../verify/finished-run.ts'
import type { EvidenceReader } from './reader.ts'
import { RunRecord, runFolder } from './run-record.ts'

/** `env/campaign.json` */
export const CampaignFact = Type.Object({
  schema: Type.Literal('capbench.campaign/1'),
  campaignId: Type.String(),
  startedUtc: Type.String({ format: 'date-time' }),
  endedUtc: Type.String({ format: 'date-time' }),
  ended: Type.Enum(['done', 'cancelled']),
  /** How often another process went on with it; `env/resumed-<n>.json` says when, and after how many runs. */
  resumed: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type CampaignFact = Static<typeof CampaignFact>

/** What the raw half of an evidence directory says, read strictly. */
export interface EvidenceContent {
  readonly config: Config
  readonly campaign: CampaignFact
  readonly facts: ReadonlyMap<string, TargetFacts>
  readonly topology: TopologyFact | undefined
  /** Every run with a whole `run.json`, in the order in which they ran. */
  readonly runs: readonly StoredRun[]
}

/** A run in the directory; its channels are read when they are asked for. */
export interface StoredRun extends FinishedRun {
  readonly folder: string
}

/** Adds the file to the message of what is thrown. */
export function named<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof CapbenchError) || error.message.includes(path)) throw error
    throw new CapbenchError(error.code, `${path}: ${error.message}`, { cause: error })
  }
}

/** @throws CAPBENCH_HOSTILE naming the file, and the field where it has one. */
export function readStored<S extends TSchema>(reader: EvidenceReader, path: string, schema: S): Static<S> {
  const value = readJson(path, reader.read(path))
  const fault = schemaFault(schema, value)
  if (fault === undefined) return value as Static<S>
  throw new CapbenchError('CAPBENCH_HOSTILE', `${path} does not fit its schema at ${fault.path}: ${fault.message}`)
}

/** @throws CAPBENCH_HOSTILE naming the file, also where it says that something new is critical. */
export function readJson(path: string, bytes: Uint8Array): JsonValue {
  const value = named(path, () => readCanonicalJson(bytes))
  refuseCritical(path, value)
  return value
}

/** A later version may add members, which are passed over, and name those without which a file must not be read. */
function refuseCritical(path: string, value: JsonValue): void {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const { critical } = isObject ? (value as JsonObject) : {}
  if (critical === undefined || (Array.isArray(critical) && critical.length === 0)) return
  const what = canonicalJson(Array.isArray(critical) ? (critical[0] ?? null) : critical)
  throw new CapbenchError(
    'CAPBENCH_HOSTILE',
    `${path} says that ${what} is critical, which this version does not know; use a later one`,
  )
}

/** @throws CAPBENCH_HOSTILE where a file is missing, malformed or not where its content says it belongs. */
export function readEvidence(reader: EvidenceReader): EvidenceContent {
  const config = readStored(reader, 'config.json', Config)
  const facts = new Map(
    config.targets.map(({ name }) => [name, readStored(reader, `env/target-${name}.json`, TargetFacts)]),
  )
  return {
    config,
    campaign: readStored(reader, 'env/campaign.json', CampaignFact),
    facts,
    topology: reader.has('env/topology.json') ? readStored(reader, 'env/topology.json', TopologyFact) : undefined,
    runs: readRuns(reader),
  }
}

/** Every run of the directory, in the order in which they ran. @throws CAPBENCH_HOSTILE */
export function readRuns(reader: EvidenceReader): readonly StoredRun[] {
  return reader.paths
    .filter((path) => /^(?:raw|proofs)\/.*\/run\.json$/.test(path))
    .map((path) => readRun(reader, path))
    .sort((a, b) => a.record.order - b.record.order)
}

/** Was the run finished? A `run.json` that is torn, or says that its caller cancelled it, is of one that was not. */
export function isWholeRun(bytes: Uint8Array): boolean {
  try {
    const value = readCanonicalJson(bytes)
    return Check(RunRecord, value) && (value as RunRecord).outcome.end !== 'cancelled'
  } catch {
    return false
  }
}

function readRun(reader: EvidenceReader, path: string): StoredRun {
  const record = readStored(reader, path, RunRecord)
  const folder = path.slice(0, -'/run.json'.length)
  if (runFolder(record) !== folder) {
    throw new CapbenchError('CAPBENCH_HOSTILE', `${path} says that it belongs into ${runFolder(record)}`)
  }
  const bytesOf = (file: string) => (reader.has(file) ? reader.read(file) : new Uint8Array())
  return {
    record,
    folder,
    channel: (name) => bytesOf(`${folder}/${name}.log`),
    artifact: (name) => bytesOf(`${folder}/artifacts/${name}`),
    hostEvents: () => linesOf(bytesOf(`${folder}/host.jsonl`)),
  }
}

/** Most lines of one file: a file of line ends alone would else need a hundred times its size. */
const maxLines = 262_144

/** The lines of a file, without their line ends. @throws CAPBENCH_HOSTILE for more than 262,144. */
export function linesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = []
  for (let start = 0; start < bytes.length; ) {
    if (found.length === maxLines) throw new CapbenchError('CAPBENCH_HOSTILE', `more than ${maxLines} lines`)
    const end = bytes.indexOf(0x0a, start)
    const stop = end < 0 ? bytes.length : end
    found.push(bytes.subarray(start, stop))
    start = stop + 1
  }
  return found
}
