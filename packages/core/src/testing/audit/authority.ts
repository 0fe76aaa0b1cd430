import type { JsonObject } from '../../define/json.ts'
import { encodeStream, type ProtocolRecord } from '../../protocol/record.ts'
import type { EvidenceCopy } from './copy.ts'
import type { Mutation } from './mutation.ts'
import { editRun, type RunInCopy, rowOrOrder, runsOf } from './runs-of-copy.ts'

type Change = (records: readonly ProtocolRecord[]) => readonly ProtocolRecord[]

const violation: ProtocolRecord = {
  type: 'violation',
  value: {
    call: 'socket',
    number: 41,
    abi: 'x86_64',
    terms: ['net.loopback', 'net.external'],
    args: ['0x2', '0x1', '0x0'],
    ip: '0x401502',
  },
}

const edited =
  (type: string, edit: (value: JsonObject) => JsonObject): Change =>
  (records) =>
    records.map((record) => (record.type === type ? { type, value: edit(record.value) } : record))
const without =
  (type: string): Change =>
  (records) =>
    records.filter((record) => record.type !== type)

/** What makes a run one that must not count, whatever kind of run it is. */
const exceeding: readonly (readonly [string, Change])[] = [
  ['a violation', (records) => records.flatMap((one) => (one.type === 'exited' ? [violation, one] : [one]))],
  [
    'a probe that went through',
    edited('probes', (probes) => ({ ...probes, outcome: 'allowed', errno: null, by: 'none' })),
  ],
  ['probes denied by nothing', edited('probes', (probes) => ({ ...probes, errno: null }))],
  ['a probe twice', (records) => records.flatMap((one) => (one.type === 'probes' ? [one, one] : [one]))],
  ['a probe of no term', edited('probes', (probes) => ({ ...probes, calls: { 'no.term': 'mmap' } }))],
  ['a program that is root', edited('observed', (seen) => ({ ...seen, uid: [0, 0, 0, 0] }))],
  [
    'a network that is shared',
    edited('observed', (seen) => ({ ...seen, namespaces: { ...(seen.namespaces as JsonObject), net: 'shared' } })),
  ],
  ['another program', edited('observed', (seen) => ({ ...seen, executable: 'e'.repeat(64) }))],
  ['more terms', edited('authority', (own) => ({ ...own, terms: ['cpu', 'device'] }))],
]

const lessOne = (calls: JsonObject): JsonObject => Object.fromEntries(Object.entries(calls).slice(1))

/** What lets the standing of a measured run fall. */
const weakening: readonly (readonly [string, Change])[] = [
  [
    'no authority at all',
    (records) => ['authority', 'probes', 'observed'].reduce((all, type) => without(type)(all), records),
  ],
  ['no probes', without('probes')],
  ['a probe less', edited('probes', ({ calls, ...verdict }) => ({ ...verdict, calls: lessOne(calls as JsonObject) }))],
  ['no observations', without('observed')],
  [
    'a refused step',
    edited('authority', (own) => ({ ...own, steps: [{ step: 'namespaces', errno: 'EPERM' }], isolation: 'none' })),
  ],
  ['no filter', edited('authority', (own) => ({ ...own, filter: null }))],
]

/**
 * Falsified records of a launcher's authority, with their checksum, every length and every hash made to fit: what was
 * derived from the true ones no longer follows.
 */
export function authorityMutations(copy: EvidenceCopy): readonly Mutation[] {
  return runsOf(copy).flatMap((run): readonly Mutation[] => {
    const path = `${run.folder}/launcher.log`
    const before = copy.paths.includes(path) ? copy.text(path) : ''
    if (!before.includes(' authority {')) return []
    const changes = run.record.kind === 'measured' ? [...exceeding, ...weakening] : exceeding
    return changes.map(([what, change]) => falsified(run, path, what, change(recordsOf(before))))
  })
}

function falsified(run: RunInCopy, path: string, what: string, records: readonly ProtocolRecord[]): Mutation {
  const begin = { program: 'capbench-launch', version: '0' }
  const bytes = encodeStream(run.record.launcherNonce, begin, records)
  return {
    kind: 'records',
    what: `${path}: ${what}, with checksum, length and hashes made to fit`,
    apply: (copy) => {
      copy.write(path, bytes)
      editRun(copy, run, (record) => ({
        ...record,
        channels: record.channels.map((each) => (each.name === 'launcher' ? { ...each, bytes: bytes.length } : each)),
      }))
      copy.seal('hashes')
    },
    check: 're-derive',
    says: rowOrOrder(run),
  }
}

/** Less `begin` and `end`, which come anew. */
function recordsOf(text: string): readonly ProtocolRecord[] {
  return text
    .trimEnd()
    .split('\n')
    .slice(1, -1)
    .map((line) => {
      const [, , , type = '', ...json] = line.split(' ')
      return { type, value: JSON.parse(json.join(' ')) as JsonObject }
    })
}
