import {
  CapbenchError,
  type EvidenceClass,
  evidenceClassSays,
  exitCodes,
  type LabelReason,
  labelReasons,
  planCampaign,
  type TargetFacts,
  type UnmetNeed,
} from '@capbench/core'
import { visible } from '@capbench/report'
import { runChoices } from '../options/run-options.ts'
import { suiteArgs } from '../options/suite-args.ts'
import { preparedLines } from '../output/prepared.ts'
import { type Watching, watched } from '../output/watching.ts'
import { buildSuite } from '../suites/build-suite.ts'
import { command } from './command.ts'

const { suite, targets, pin, 'pin-vcpus': pinVcpus, kernel, accel, memory } = suiteArgs

/** What one target lacks, and what its rows could be at best as things are. */
interface Diagnosis {
  readonly target: string
  readonly facts: TargetFacts | null
  readonly unmet: readonly UnmetNeed[]
  /** Null where no row can run. */
  readonly atBest: EvidenceClass | null
  /** What keeps rows from a better class, with the cases that it holds for. */
  readonly reasons: readonly { readonly reason: LabelReason; readonly cases: readonly string[] }[]
  /** Rows that cannot run although nothing is missing, and why. */
  readonly rows: readonly string[]
}

export const doctorCommand = command({
  definition: {
    meta: { name: 'doctor', description: 'Say what this host lacks, how to get it, and what it costs the evidence' },
    args: {
      suite,
      targets,
      pin,
      'pin-vcpus': pinVcpus,
      kernel,
      accel,
      memory,
      json: { type: 'boolean', description: 'Print one JSON document' },
      quiet: { type: 'boolean', description: 'No progress on standard error' },
    },
  },
  help: `Exit code: 0 where each target can run, 1 where one lacks something.

Examples
  capbench doctor
  capbench doctor --targets linux --pin 2,3`,
  run: async ({ flags, io, sources }) => {
    const { source, suite: choices, quiet } = runChoices(flags, sources, io)
    const found = await watched(io, quiet ? 'quiet' : 'live', async (watching) => {
      const all: Diagnosis[] = []
      for (const target of choices.targets) {
        const one = buildSuite(source, { ...choices, targets: [target] })
        all.push(await diagnose(target.name, () => planCampaign(one, options(io.signal, watching))))
      }
      return all
    })
    if (flags.has('json')) io.stdout(`${JSON.stringify(found, null, 2)}\n`)
    else io.stdout(`${found.flatMap(linesOf).map(shown).join('\n')}\n`)
    return found.some(({ unmet }) => unmet.length > 0) ? exitCodes.bad : exitCodes.good
  },
})

/** Harmless for a terminal, with its indentation. */
const shown = (line: string): string => `${/^ */.exec(line)?.[0] ?? ''}${visible(line)}`

/** What a target found out is said below, with its remedies. */
const options = (signal: AbortSignal, { report }: Watching): Parameters<typeof planCampaign>[1] => ({
  signal,
  onEvent: (event) => event.type === 'prepared' || report(event),
})

async function diagnose(target: string, plan: () => ReturnType<typeof planCampaign>): Promise<Diagnosis> {
  try {
    const planned = await plan()
    const facts = planned.facts.get(target) ?? null
    const labels = planned.plan.rows.map((row) => ({ row, label: planned.foreseen(row) }))
    const reasons = [...new Set(labels.flatMap(({ label }) => label.reasons))].map((reason) => ({
      reason,
      cases: labels.filter(({ label }) => label.reasons.includes(reason)).map(({ row }) => row.caseName),
    }))
    const classes = labels.map(({ label }) => label.evidenceClass)
    const order = Object.keys(evidenceClassSays) as EvidenceClass[]
    const atBest = order.find((each) => classes.includes(each)) ?? null
    const unmet = facts?.unmet ?? []
    const rows = planned.plan.unsupported
      .filter(() => unmet.length === 0)
      .map(({ row, causes: [first] }) => `${row.caseName}: ${first.reason}: ${first.detail}`)
    return { target, facts, unmet, atBest, reasons, rows }
  } catch (error) {
    if (!(error instanceof CapbenchError) || error.code === 'CAPBENCH_BUG') throw error
    const unmet = [{ need: 'preparation', detail: error.message, remedy: '' }]
    return { target, facts: null, unmet, atBest: null, reasons: [], rows: [] }
  }
}

/** What a person can do about it before a run; what is not here, runs decide. */
const remedies: Partial<Record<LabelReason, string>> = {
  'accelerator-unknown': 'use a target whose emulator capbench starts itself',
  'fewer-physical-cores-than-vcpus': 'give CPUs of more cores with --pin cores, or a larger host',
  'mixed-core-types': 'name CPUs of one type with --pin',
  'not-kvm': 'use a host with /dev/kvm that is not emulated, and let this user open it',
  'numa-split': 'name CPUs of one memory node with --pin',
  oversubscribed: 'give more CPUs with --pin, or choose smaller cases',
  'provenance-unknown': 'tell the target from which sources, commit and build its system is',
  'sibling-ambiguous-placement': 'use --pin cores, or --pin-vcpus',
  'smoke-n<5': 'ask for five runs or more with --runs',
  unpinned: 'name CPUs with --pin, or say --pin cores',
  'vcpus-share-a-core': 'use --pin cores',
}

function linesOf({ target, facts, unmet, atBest, reasons, rows }: Diagnosis): readonly string[] {
  return [
    ...(facts === null ? [target] : preparedLines({ ...facts, unmet: [] })),
    ...unmet.map(({ need, detail, remedy }) => `  lacks ${need}: ${detail}. ${remedy}; without it no row runs`),
    ...rows.map((row) => `  cannot run ${row}`),
    ...(atBest === null ? [] : [`  at best ${atBest}: ${evidenceClassSays[atBest]}`]),
    ...reasons.map(({ reason, cases }) => {
      const { class: worst, says } = labelReasons[reason]
      const remedy = remedies[reason]
      const what = `${reason} (${[...new Set(cases)].join(', ')}): no better than ${worst}. ${says}`
      return `  ${what}${remedy === undefined ? '' : ` Remedy: ${remedy}.`}`
    }),
  ]
}
