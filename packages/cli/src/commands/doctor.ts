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
import { remedies } from '../doctor/remedies.ts'
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
  /** What keeps rows from a better class, with the cases that it holds for; a remedy that is null is the runs'. */
  readonly reasons: readonly {
    readonly reason: LabelReason
    readonly cases: readonly string[]
    readonly class: EvidenceClass
    readonly says: string
    readonly remedy: string | null
  }[]
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
      ...labelReasons[reason],
      remedy: remedies[reason],
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
    const remedy = 'Mend what is named there, or leave this target out with --targets'
    const unmet = [{ need: 'preparation', detail: error.message, remedy }]
    return { target, facts: null, unmet, atBest: null, reasons: [], rows: [] }
  }
}

function linesOf({ target, facts, unmet, atBest, reasons, rows }: Diagnosis): readonly string[] {
  return [
    ...(facts === null ? [target] : preparedLines({ ...facts, unmet: [] })),
    ...unmet.map(
      ({ need, detail, remedy }) =>
        `  lacks ${need}: ${detail}. ${remedy}; without it every row is unsupported: missing_prerequisite, of no class`,
    ),
    ...rows.map((row) => `  cannot run ${row}`),
    ...(atBest === null ? [] : [`  at best ${atBest}: ${evidenceClassSays[atBest]}`]),
    ...reasons.map(({ reason, cases, class: worst, says, remedy }) => {
      const what = `${reason} (${[...new Set(cases)].join(', ')}): no better than ${worst}. ${says}`
      return `  ${what}${remedy === null ? '' : ` Remedy: ${remedy}.`}`
    }),
  ]
}
