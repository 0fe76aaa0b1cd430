import { type Arguments, type ArgumentTest, type Call, type CallInterface, calls } from '@capbench/core'

const word = 0xffffffff
const top = 0xffffffff_00000000n

/** Values on both sides of everything that a test of an argument asks about. */
function valuesAround(test: ArgumentTest): readonly bigint[] {
  if (test.kind === 'set') return [0n, 1n, 1n << 32n, top, 2n ** 64n - 1n]
  const { mask } = test
  const outside = (~mask & word) >>> 0
  const bits = Array.from({ length: 32 }, (_, bit) => (1 << bit) >>> 0).filter((bit) => (mask & bit) !== 0)
  // Every bit of a mask of few; of a whole word its ends, the rest being no different from one of them.
  const flips = mask === word ? [1, 2, 0x80000000] : bits
  const low = [0, word, mask, outside].concat(
    test.values.flatMap((value) => [value, value | outside, ...flips.map((bit) => value ^ bit)]),
  )
  return low.flatMap((value) => [BigInt(value >>> 0), BigInt(value >>> 0) | top])
}

/** Arguments of every class that the rule of a call tells apart, the others once all zero and once all ones. */
function argumentsOf(call: Call): readonly Arguments[] {
  const tests = [...(call.rule?.needs ?? []), ...(call.rule?.answer ? [call.rule.answer] : [])].flatMap(
    ({ when }) => when,
  )
  const values = new Map<number, Set<bigint>>()
  for (const test of tests) {
    const known = values.get(test.argument) ?? new Set()
    for (const value of valuesAround(test)) known.add(value)
    values.set(test.argument, known)
  }
  let all: bigint[][] = [Array<bigint>(6).fill(0n), Array<bigint>(6).fill(2n ** 64n - 1n)]
  for (const [argument, set] of values) all = all.flatMap((args) => [...set].map((value) => args.with(argument, value)))
  return all
}

export interface CallClass {
  readonly number: number
  readonly args: Arguments
}

/** Every number around those that an interface has, each with arguments of every class that its rule tells apart. */
export function callClasses(face: CallInterface): readonly CallClass[] {
  const known = new Map(calls[face].map((call) => [call.number, call]))
  const beyond = Math.max(...known.keys()) + 64
  return Array.from({ length: beyond }, (_, number) => number).flatMap((number) =>
    argumentsOf(known.get(number) ?? { number, name: 'unknown' }).map((args) => ({ number, args })),
  )
}
