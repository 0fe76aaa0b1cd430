import type { JsonValue } from '../../define/json.ts'
import type { RunRecord } from '../../evidence/run-record.ts'
import type { Analysis } from '../../judge/analysis.ts'
import type { TargetFacts } from '../../target/facts.ts'
import type { EvidenceCopy } from './copy.ts'
import type { Mutation } from './mutation.ts'
import { editRun, hostLines, type RunInCopy, rowOrOrder, runsOf, writeHostLines } from './runs-of-copy.ts'

/** Runs, proofs, attempts, marks, readings, affinities, artifacts and phases, each deleted and falsified. */
export function runMutations(copy: EvidenceCopy): readonly Mutation[] {
  const runs = runsOf(copy)
  return runs.flatMap((run) => [
    ...wholeRun(copy, run),
    ...recordSwaps(run),
    ...eventMutations(copy, run),
    ...artifactMutations(copy, run),
  ])
}

const byPlan = /what follows by the plan is|is missing$|one run more than were planned/

function wholeRun(copy: EvidenceCopy, run: RunInCopy): readonly Mutation[] {
  return [
    {
      kind: 'run',
      what: `${run.record.kind} ${run.folder} deleted`,
      apply: ({ remove, seal }) => {
        for (const path of copy.paths) if (path.startsWith(`${run.folder}/`)) remove(path)
        seal('hashes')
      },
      check: 're-derive',
      says: byPlan,
    },
  ]
}

function recordSwaps(run: RunInCopy): readonly Mutation[] {
  const { folder, record } = run
  const changed = (what: string, change: Partial<RunRecord>, says: RegExp, check: Mutation['check'] = 're-derive') => ({
    kind: 'run' as const,
    what: `${folder}: ${what}`,
    apply: (copy: EvidenceCopy) => {
      editRun(copy, run, (of) => ({ ...of, ...change }))
      copy.seal('hashes')
    },
    check,
    says,
  })
  const killed = { ...record.outcome, exit: { kind: 'signalled', signal: 'SIGKILL' } } as RunRecord['outcome']
  const kinds = { proof: 'measured', warmup: 'measured', measured: 'warmup' } as const
  const elsewhere = record.kind === 'proof' || kinds[record.kind] === undefined
  return [
    changed('another attempt', { attempt: record.attempt === 1 ? 2 : 1 }, byPlan),
    changed('another place in the order', { order: record.order + 1000 }, byPlan),
    changed('another ordinal', { ordinal: record.ordinal + 1 }, /belongs into/, 'content'),
    elsewhere
      ? changed('called a measured run', { kind: 'measured' }, /belongs into/, 'content')
      : changed('of another kind', { kind: kinds[record.kind] }, byPlan),
    changed('another nonce', { nonce: 'f'.repeat(32) }, rowOrOrder(run)),
    changed('ended by a signal', { outcome: killed }, rowOrOrder(run)),
  ]
}

type Line = ReturnType<typeof hostLines>[number]
type Change = (lines: readonly Line[]) => readonly Line[]

const analysis = /^analysis\.json does not follow/
/** A run that was set aside has no part in its row. */
const derived = /^(results\/.*|analysis\.json) does not follow/
/** Where no figure depends on it, the hash of the raw half still does. */
const hashOnly = /^capbench\.json does not follow/

function eventMutations(copy: EvidenceCopy, run: RunInCopy): readonly Mutation[] {
  const lines = hostLines(copy, run)
  const has = (kind: string) => lines.some((line) => line.kind === kind)
  const mutation = (what: string, change: Change, says: RegExp, seal: 'manifests' | 'hashes' = 'hashes'): Mutation => ({
    kind: 'run',
    what: `${run.folder}/host.jsonl: ${what}`,
    apply: (of) => {
      writeHostLines(of, run, change(lines))
      of.seal(seal)
    },
    check: 're-derive',
    says,
  })
  const without =
    (kind: string): Change =>
    (all) =>
      all.filter((line) => line.kind !== kind)
  const facts = JSON.parse(copy.text(`env/target-${run.record.target}.json`)) as TargetFacts
  const counted = run.record.kind === 'measured'
  const seen = contentionOf(copy, run)
  const contention = new RegExp(`${analysis.source}|${byPlan.source}`)
  return [
    ...(seen?.region === 'timed'
      ? [
          mutation('marks deleted', without('mark'), contention),
          mutation('marks falsified', (all) => all.map(renamed), contention),
        ]
      : []),
    ...((seen?.threads.length ?? 0) > 0
      ? [
          mutation('run delays deleted', without('schedstat'), contention),
          mutation('run delays falsified', (all) => all.map(delayed), contention),
        ]
      : []),
    ...(typeof seen?.steal === 'number' || typeof seen?.foreignLoad === 'number'
      ? [mutation('ticks deleted', without('cpu-times'), contention)]
      : []),
    ...(facts.pinning !== 'none' && has('affinity')
      ? [
          ...(counted ? [mutation('affinities deleted', without('affinity'), derived)] : []),
          mutation('affinities falsified', (all) => all.map(wandered), rowOrOrder(run)),
        ]
      : []),
    ...(counted && facts.declared.length > 0 && has('emulator')
      ? [mutation('the emulator deleted', without('emulator'), derived)]
      : []),
    ...[...new Set(lines.map(({ kind }) => String(kind)))].map((kind) =>
      mutation(`${kind} deleted, hash of the raw half kept`, without(kind), hashOnly, 'manifests'),
    ),
    mutation('a phase added', (all) => [...all, { kind: 'phase', atNs: 1, phase: 'exit' }], hashOnly, 'manifests'),
  ]
}

/** What was made of the readings of a run; undefined for a warm-up and a proof. Some are too short to be seen. */
function contentionOf(copy: EvidenceCopy, { folder }: RunInCopy) {
  const { contention } = JSON.parse(copy.text('analysis.json')) as Pick<Analysis, 'contention'>
  return contention.find(({ run }) => run === folder)
}

const renamed = (line: Line): Line => (line.kind === 'mark' ? { ...line, region: 'another' } : line)

const objects = (value: JsonValue | undefined) => (Array.isArray(value) ? value : []) as readonly Line[]

const delayed = (line: Line): Line => {
  if (line.kind !== 'schedstat') return line
  // The later reading grows more, so that the difference grows.
  const more = Math.round(Number(line.atNs))
  return { ...line, threads: objects(line.threads).map((each) => ({ ...each, delayNs: Number(each.delayNs) + more })) }
}

const wandered = (line: Line): Line =>
  line.kind === 'affinity'
    ? { ...line, threads: objects(line.threads).map((each) => ({ ...each, cpus: [1000, 1001] })) }
    : line

function artifactMutations(copy: EvidenceCopy, run: RunInCopy): readonly Mutation[] {
  return run.record.artifacts.flatMap(({ name, bytes }): readonly Mutation[] => {
    const path = `${run.folder}/artifacts/${name}`
    const content = copy.read(path)
    const of = (what: string, apply: (of: EvidenceCopy) => void, check: Mutation['check'], says: string): Mutation => ({
      kind: 'run',
      what: `${path} ${what}`,
      apply: (each) => {
        apply(each)
        each.seal('manifests')
      },
      check,
      says,
    })
    const size = (came: number) => `${path} has ${came} bytes, ${run.folder}/run.json says ${bytes}`
    return [
      of('deleted', ({ remove }) => remove(path), 'content', size(0)),
      of('grown', ({ write }) => write(path, Uint8Array.from([...content, 1])), 'content', size(bytes + 1)),
      of(
        'falsified',
        ({ write }) =>
          write(
            path,
            content.map((byte) => byte ^ 1),
          ),
        're-derive',
        'capbench.json does not follow',
      ),
    ]
  })
}
