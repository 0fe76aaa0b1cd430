import { type Campaign, evidenceClassSays, type JsonValue, labelNotes, labelReasons, type Result } from '@capbench/core'
import { authorityWarnings, debuggedTargets } from './authority.ts'
import { warningsOfJudgement } from './judgement.ts'
import { isMechanism, mechanismNotes } from './mechanisms.ts'

/** Something that a reader must know before any figure, and the rows that it concerns; no rows: the whole campaign. */
export interface Warning {
  /** A label, e.g. `not-kvm`. */
  readonly label: string
  readonly says: string
  /** `target/case`, or `target` where all of its rows are meant. */
  readonly where: readonly string[]
}

const purposeSays = {
  smoke: 'The campaign is a smoke test of the machinery, not a measurement.',
  diagnostic: 'The campaign was made to look into something, not to claim anything.',
} as const

/**
 * Every warning of a campaign: what it is, special builds, what lowered a class, and what else must be printed.
 *
 * @param environment `env/*.json` by name; says why a guest ran without KVM
 */
export function warningsOf(
  campaign: Campaign,
  environment: ReadonlyMap<string, JsonValue> = new Map(),
): readonly Warning[] {
  const { content, results } = campaign
  const { config } = content
  const passed = results.filter((result) => result.status === 'passed')
  const whole: Warning[] = []
  const { purpose } = config
  if (purpose === 'smoke' || purpose === 'diagnostic') {
    whole.push({ label: `purpose: ${purpose}`, says: purposeSays[purpose], where: [] })
  }
  if (content.campaign.ended === 'cancelled') {
    const says = 'The campaign was cancelled; rows that were not finished have no value.'
    whole.push({ label: 'cancelled', says, where: [] })
  }
  const { resumed } = content.campaign
  if (resumed !== undefined) {
    const times = resumed === 1 ? 'once' : `${resumed} times`
    const says = `Its process died, and another went on with it ${times}: one environment, but not one time.`
    whole.push({ label: 'resumed', says, where: [] })
  }
  if (config.oversubscribe) {
    const says = 'Cases may have more virtual CPUs than there are host CPUs; such rows are functional-only.'
    whole.push({ label: 'oversubscribe', says, where: [] })
  }
  return [
    ...whole,
    ...grouped(results, authorityWarnings),
    ...debuggers(campaign),
    ...grouped(passed, (result) =>
      result.evidenceClass === 'claimable'
        ? []
        : [[`class: ${result.evidenceClass}`, evidenceClassSays[result.evidenceClass]]],
    ),
    ...grouped(passed, (result) => result.classReasons.map((reason) => [reason, reasonSays(reason)])).map((warning) =>
      warning.label === 'not-kvm'
        ? { ...warning, says: [warning.says, ...withoutKvm(warning, environment)].join(' ') }
        : warning,
    ),
    ...grouped(results, ({ labels }) =>
      labels.filter((label) => !isMechanism(label)).map((label) => [label, noteSays(label)]),
    ),
    ...mechanismNotes(results),
    ...warningsOfJudgement(campaign),
    ...unofficial(campaign),
  ]
}

function debuggers(campaign: Campaign): readonly Warning[] {
  const where = debuggedTargets(campaign)
  if (where.length === 0) return []
  return [{ label: 'debug tap: gdb', says: 'A debugger could be attached to the machine while it ran.', where }]
}

/** Rows of inspired benchmarks are never results of the original. */
function unofficial({ content: { config } }: Campaign): readonly Warning[] {
  return config.benchmarks.flatMap(({ name, lineage }) => {
    const unsatisfied = (lineage as { readonly unsatisfied?: unknown }).unsatisfied
    if (!Array.isArray(unsatisfied) || unsatisfied.length === 0) return []
    const says = `Not an official result; upstream rules that are not satisfied: ${unsatisfied.join('; ')}`
    return [{ label: `unofficial: ${name}`, says, where: [] }]
  })
}

function reasonSays(reason: string): string {
  return Object.hasOwn(labelReasons, reason) ? labelReasons[reason as keyof typeof labelReasons].says : ''
}

/** Why each of the targets ran without KVM, as far as its driver noted it. */
function withoutKvm({ where }: Warning, environment: ReadonlyMap<string, JsonValue>): readonly string[] {
  const targets = [...new Set(where.map((place) => place.split('/')[0] ?? ''))]
  return targets.flatMap((target) => {
    const noted = member(environment.get(`qemu-${target}`), 'kvm')
    if (noted === null) return [`On ${target} it was not asked for.`]
    const [verdict, reason] = [member(noted, 'verdict'), member(noted, 'reason')]
    return typeof verdict === 'string' && typeof reason === 'string'
      ? [`On ${target} it is ${verdict}: ${reason}.`]
      : []
  })
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
    return undefined
  return (value as Readonly<Record<string, JsonValue>>)[name]
}

const programNotes: Readonly<Record<string, string>> = {
  'kernel-not-locked': 'The guest kernel is not one of the pinned packages.',
  'unofficial-program': 'A program was not built with the compiler of releases; its code may differ.',
  'program-version-not-locked': 'For this compiler and C library no digest is known that a program should have.',
  'cross-architecture-emulation':
    "The guest has another architecture than its host: an emulator ran it, whose speed is no processor's.",
  fixture: 'A fixture of tests; evidence of nothing.',
  'program-digest-unexpected': 'A program does not have the digest that is expected of this compiler.',
}

function noteSays(note: string): string {
  if (Object.hasOwn(labelNotes, note)) return labelNotes[note as keyof typeof labelNotes]
  return (Object.hasOwn(programNotes, note) && programNotes[note]) || ''
}

type Found = readonly (readonly [label: string, says: string])[]

/** One warning a label. A target of which every row with a value has it is named alone. */
function grouped<R extends Result>(results: readonly R[], find: (result: R) => Found): readonly Warning[] {
  const place = ({ target, case: name }: Result) => `${target}/${name}`
  const labels = new Map<string, { readonly says: string; readonly found: Map<string, R> }>()
  for (const result of results) {
    for (const [label, says] of find(result)) {
      const known = labels.get(label) ?? { says, found: new Map<string, R>() }
      known.found.set(place(result), result)
      labels.set(label, known)
    }
  }
  return [...labels].map(([label, { says, found }]) => {
    const targets = [...new Set([...found.values()].map(({ target }) => target))]
    const where = targets.flatMap((target) => {
      const measured = results.filter((result) => result.target === target && result.status === 'passed')
      const all = measured.length > 0 && measured.every((result) => found.has(place(result)))
      return all ? [target] : [...found].filter(([, result]) => result.target === target).map(([name]) => name)
    })
    return { label, says, where }
  })
}
