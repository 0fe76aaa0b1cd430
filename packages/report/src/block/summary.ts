import { type Campaign, CapbenchError, type Result } from '@capbench/core'
import { claimWords } from '../format/gate.ts'
import { code, join, type Markdown, md } from '../markdown/text.ts'

/** Whose summary it is, and what the evidence may not know. */
export interface SummaryOptions {
  readonly benchmark: string
  readonly target: string
  /** Where readers find the raw logs, e.g. a path under `target/`; default the evidence directory. */
  readonly raw?: string
  /** Commit of the system under test, where its provenance has none. */
  readonly commit?: string
}

/**
 * The paragraph that a published result needs (capOS benchmark rules: "publishable results must be summarized in source
 * documentation with the relevant commit, workload, run count, QEMU/KVM envelope, and pass/fail status"), with the path
 * of the raw logs.
 *
 * @throws CAPBENCH_USAGE naming every field that is missing: what is not known is not published as known
 */
export function renderSummary(campaign: Campaign, options: SummaryOptions): string {
  const fields = fieldsOf(campaign, options)
  const missing = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [name] : []))
  if (missing.length > 0) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `a summary of ${options.benchmark} on ${options.target} misses ${missing.join(', ')}; ` +
        'give a commit with `commit`; everything else has to be known when the campaign is made',
    )
  }
  const { commit, workload, runs, envelope, status, raw } = fields
  const subject = md`${options.benchmark} on ${options.target}, at commit ${commit ?? ''}`
  const made = md`${workload ?? ''}. ${runs ?? ''}. Envelope: ${envelope ?? ''}`
  return md`${subject}: ${made}. Status: ${status ?? ''}. Raw logs: ${raw ?? ''}.`.markdown
}

function fieldsOf(campaign: Campaign, options: SummaryOptions): Readonly<Record<Field, Markdown | string | undefined>> {
  const { benchmark, target } = options
  const { content, analysis, results } = campaign
  const facts = content.facts.get(target)
  const entry = content.config.entries.find((each) => each.benchmark === benchmark && each.target === target)
  const described = content.config.benchmarks.find(({ name }) => name === benchmark)
  const own = results.filter((each) => each.benchmark === benchmark && each.target === target)
  const gates = analysis.gates.filter((each) => each.benchmark === benchmark && each.target === target)
  const counts = [...new Set(own.map(({ runs }) => runs.accepted))]
  const words = [
    ...own.map((each) => `${each.case} ${each.metric} ${statusWords(each)}`),
    ...gates.map((each) => `gate ${each.gate} ${claimWords(each)}`),
  ]
  const dirty = facts?.provenance.dirty === true ? ' with uncommitted changes' : ''
  const parameters = code(JSON.stringify(entry?.parameters ?? {}))
  const commit = options.commit ?? facts?.provenance.commit ?? undefined
  return {
    commit: commit === undefined || commit === '' ? undefined : md`${code(commit)}${dirty}`,
    workload:
      entry && described
        ? md`${benchmark} ${described.version} with ${parameters}, partition ${described.comparison.partition}`
        : undefined,
    runs: counts.length === 0 ? undefined : runWords(own.map((each) => [each.case, each.runs.accepted])),
    envelope: facts && envelopeWords(facts.envelope),
    status: words.length === 0 ? undefined : words.join('; '),
    raw: code(options.raw ?? campaign.directory),
  }
}
const statusWords = (result: Result) =>
  result.status === 'passed' ? `passed (${result.evidenceClass})` : `${result.status}: ${result.reason}`

type Field = 'commit' | 'workload' | 'runs' | 'envelope' | 'status' | 'raw'

/** `5 runs of each row`, or the count of each. */
function runWords(rows: readonly (readonly [name: string, runs: number])[]): string {
  const counts = new Set(rows.map(([, runs]) => runs))
  const [first] = rows
  if (counts.size === 1 && first !== undefined) return `${first[1]} runs of each row`
  return [...new Map(rows)].map(([name, runs]) => `${runs} runs of ${name}`).join(', ')
}

/** Undefined as soon as a part of it is not known. */
function envelopeWords(envelope: NonNullable<ReturnType<Campaign['content']['facts']['get']>>['envelope']) {
  const { emulator, emulatorVersion, machine, accelerator, nesting, cpuModel, memoryBytes, placement, hostCpuModel } =
    envelope
  const known = [emulator, emulatorVersion, machine, accelerator, cpuModel, memoryBytes, hostCpuModel]
  if (known.includes(null) || nesting === 'unknown') return undefined
  const pinned =
    placement.pinning === 'none' ? 'not pinned' : `pinned (${placement.pinning}) to CPUs ${placement.cpus.join(',')}`
  return join(
    [
      `${emulator} ${emulatorVersion}, machine ${machine}, accelerator ${accelerator}`,
      nesting === 'nested' ? 'on a virtual host' : 'on a bare host',
      `CPU model ${cpuModel}`,
      `${(memoryBytes ?? 0) / 1024 ** 2} MiB`,
      `host CPU ${hostCpuModel}`,
      pinned,
    ],
    ', ',
  )
}
