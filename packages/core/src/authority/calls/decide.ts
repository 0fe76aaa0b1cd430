import type { Architecture } from '../../define/system.ts'
import { once } from '../../once.ts'
import { termsHeld } from '../systems.ts'
import type { Term } from '../terms.ts'
import { type Call, type CallInterface, callInterfaces, calls } from './calls.ts'
import type { ArgumentTest, Clause } from './rule.ts'

/** The six arguments of a call, as 64-bit words. */
export type Arguments = readonly bigint[]

function holds(test: ArgumentTest, args: Arguments): boolean {
  const word = args[test.argument] ?? 0n
  if (test.kind === 'set') return word !== 0n
  const value = Number(word & BigInt(test.mask))
  return test.values.includes(value) === (test.kind === 'is')
}

const applies = ({ when }: Pick<Clause, 'when'>, args: Arguments) => when.every((test) => holds(test, args))

/** What is there without a call needs no grant for it either: a clock that the vDSO could not read, say. */
const inherent = once((): ReadonlySet<Term> => new Set(termsHeld('inherent', 'linux')))

/** The needs of a call with these arguments that are not met. */
function unmet(call: Call, granted: ReadonlySet<Term>, args: Arguments): readonly Clause[] {
  return (call.rule?.needs ?? []).filter(
    (clause) => applies(clause, args) && !clause.oneOf.some((term) => inherent().has(term) || granted.has(term)),
  )
}

/** What happens to a call: it passes, the filter answers it with an error, or the supervisor is told. */
export type Decision = 'allow' | 'ENOTTY' | 'ENOSYS' | 'notify'

/**
 * What a filter with these terms does with a call. This is the meaning of the table: the filter that the launcher
 * makes of it is held to this.
 */
export function decideCall(
  architecture: Architecture,
  granted: ReadonlySet<Term>,
  number: number,
  args: Arguments,
): Decision {
  const call = callOf(architecture, number)
  if (call?.rule === undefined || call.rule.hold) return 'notify'
  if (unmet(call, granted, args).length === 0) return 'allow'
  const { answer } = call.rule
  const answered =
    answer !== undefined &&
    applies(answer, args) &&
    answer.oneOf.some((term) => inherent().has(term) || granted.has(term))
  return answered ? answer.errno : 'notify'
}

const byNumber = once(
  () => new Map(callInterfaces.map((face) => [face, new Map(calls[face].map((call) => [call.number, call]))])),
)

/** The call with a number, if the table knows it. */
function callOf(face: CallInterface, number: number): Call | undefined {
  return byNumber().get(face)?.get(number)
}

/**
 * The terms that a call with these arguments lacks, in the order of its needs; empty where it is granted, and for a
 * number that no term grants. A call through a foreign interface lacks `posture.change`, whatever is granted.
 */
export function missingTerms(
  face: CallInterface,
  granted: ReadonlySet<Term>,
  number: number,
  args: Arguments,
): readonly Term[] {
  const foreign = face === 'i386' || face === 'x32'
  const call = callOf(face, number)
  if (call === undefined) return foreign ? ['posture.change'] : []
  const held = foreign ? new Set([...granted].filter((term) => term !== 'posture.change')) : granted
  return [...new Set(unmet(call, held, args).flatMap((clause) => clause.oneOf))]
}
