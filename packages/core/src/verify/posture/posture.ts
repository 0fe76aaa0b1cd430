import type { Posture } from '../../authority/profile.ts'
import type { JsonValue } from '../../define/json.ts'
import { type Cause, cause } from '../../define/reasons.ts'
import type { RunRecord } from '../../evidence/run-record.ts'
import { eventsOf } from '../../parse/host-events.ts'
import type { HostEvent } from '../../target/events.ts'
import type { TargetFacts } from '../../target/facts.ts'
import { type PosturePart, spelled, wideningWords } from './kernel-parameters.ts'

/** Something that was seen of the build, its boot or its emulator, and that an ordinary posture does not have. */
export interface SeenDeviation {
  readonly part: PosturePart
  /** As it was seen: `mitigations=off`. */
  readonly what: string
  readonly where: string
}

/** Where to look for the posture of a run. */
export interface PostureSources {
  readonly facts: Pick<TargetFacts, 'identity' | 'features'>
  readonly events: readonly HostEvent[]
  readonly command: RunRecord['command']
  /** As the kernel that ran had it; undefined where nobody read it. */
  readonly kernelCommandLine: string | undefined
  readonly kernelRelease: string | undefined
  readonly console: Uint8Array
}

/** What a kernel that was built to measure itself prints: the dispatch counters of capOS. */
const measureLine = 'measure:'
/** Arguments of QEMU that trace what the machine does. */
const emulatorTraces: readonly string[] = ['-d', '-trace', '-plugin', '--d', '--trace', '--plugin']

/** Everything that was seen to deviate from an ordinary posture. */
export function seenDeviations(sources: PostureSources): readonly SeenDeviation[] {
  const { facts, events, command, kernelCommandLine, kernelRelease, console } = sources
  const lines = [
    ...(kernelCommandLine === undefined ? [] : [{ text: kernelCommandLine, where: 'the command line of the kernel' }]),
    ...hostParameters(facts.identity).map((text) => ({ text, where: 'the command line of the host kernel' })),
  ]
  const emulators = [command?.args ?? [], ...eventsOf(events, 'emulator').map(({ args }) => args)]
  const traces = new Set(emulators.flatMap((args) => args.filter((arg) => emulatorTraces.includes(arg))))
  const isDebugBuild = kernelRelease !== undefined && /[+.-](?:debug|kasan|kcsan|lockdep)\b/.test(kernelRelease)
  return [
    ...lines.flatMap(({ text, where }) => wideningWords(text).map(({ word, part }) => ({ part, what: word, where }))),
    ...(facts.features ?? []).map((what) => ({ ...featureOf(what), where: 'the features of the image' })),
    ...[...traces].map((what) => ({ part: 'tracing' as const, what, where: 'the arguments of the emulator' })),
    ...(isDebugBuild ? [{ part: 'kernel' as const, what: kernelRelease, where: 'the release of the kernel' }] : []),
    ...(hasMeasureLine(console)
      ? [{ part: 'kernel' as const, what: `a line that begins with ${measureLine}`, where: 'the console' }]
      : []),
  ]
}

/** A run in a wider posture than was declared is no run of what was declared. */
export function postureCauses(declared: Posture, seen: readonly SeenDeviation[]): readonly Cause[] {
  return seen
    .filter((deviation) => !isDeclared(declared, deviation))
    .map(({ part, what, where }) =>
      cause(
        'undeclared_fast_path',
        `${where} has ${what}; the posture declares ${declaredText(declared, part)}: declare it, or run without it`,
      ),
    )
}

function isDeclared(declared: Posture, { part, what }: SeenDeviation): boolean {
  switch (part) {
    case 'kernel':
      return declared.kernel === 'measurement'
    case 'tracing':
      return declared.tracing
    case 'validation':
      return !declared.validation
    case 'fastPaths':
      return declared.fastPaths.some((path) => path === what || spelled(path) === what)
    default:
      return part satisfies never
  }
}

function declaredText(declared: Posture, part: PosturePart): string {
  if (part !== 'fastPaths') return `${part} ${String(declared[part])}`
  return declared.fastPaths.length === 0 ? 'no fast path' : `only the fast paths ${declared.fastPaths.join(', ')}`
}

/** Features of a build by what they mean; one that is not known here is a special path. */
function featureOf(what: string): Pick<SeenDeviation, 'part' | 'what'> {
  if (what === 'measure' || what === 'measurement') return { part: 'kernel', what }
  if (what === 'trace' || what === 'tracing' || what === 'debug-tap') return { part: 'tracing', what }
  if (what === 'no-validation') return { part: 'validation', what }
  return { part: 'fastPaths', what }
}

/** A native target names the words of its host's command line that matter in its identity. */
function hostParameters(identity: JsonValue): readonly string[] {
  const words = memberOf(memberOf(identity, 'kernel'), 'parameters')
  return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : []
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
    return undefined
  return (value as Readonly<Record<string, JsonValue>>)[name]
}

/** At the start of a line, with the carriage return that a terminal may have left before it. */
function hasMeasureLine(console: Uint8Array): boolean {
  const bytes = Buffer.from(console.buffer, console.byteOffset, console.byteLength)
  return bytes.subarray(0, measureLine.length).equals(Buffer.from(measureLine)) || bytes.includes(`\n${measureLine}`)
}
