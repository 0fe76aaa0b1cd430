import { type ArgumentTest, type CallRule, type Clause, callInterfaces, calls } from '@capbench/core'
import { setOf } from './term-table.ts'
import { wrap } from './wrap.ts'

const kinds = { is: 'IS', 'is-not': 'IS_NOT' } as const
/** Below it a call of x32 has the number that it has on x86_64. */
const firstOfX32 = 512

const hex = (value: number): string => (value < 10 ? `${value}` : `0x${value.toString(16)}`)

function testOf(test: ArgumentTest): string {
  if (test.kind === 'set') return `SET(${test.argument})`
  return `${kinds[test.kind]}(${[test.argument, hex(test.mask), ...test.values.map(hex)].join(', ')})`
}

const clauseOf = ({ when, oneOf }: Clause): string =>
  when.length === 0 ? `ALWAYS(${setOf(oneOf)})` : `WHERE(${setOf(oneOf)}, ${when.map(testOf).join(', ')})`

function ruleOf({ needs, hold, answer }: CallRule): string {
  const told = answer === undefined ? 'NO_ANSWER' : `${answer.errno}, ${clauseOf(answer)}`
  return `{ NEEDS(${needs.map(clauseOf).join(', ')}), ${hold === true}, ${told} },`
}

/** The needs of a call of a foreign interface, without the last: `posture.change`, which all of them have. */
function withoutPosture({ needs }: CallRule): CallRule | undefined {
  return needs.length === 1 ? undefined : { needs: needs.slice(0, -1) }
}

/** The number of each rule, and of the rule of each call. */
function numbered() {
  const rules = new Map<string, number>()
  const numberOf = (rule: CallRule | undefined): number => {
    if (rule === undefined) return -1
    const text = ruleOf(rule)
    const number = rules.get(text) ?? rules.size
    rules.set(text, number)
    return number
  }
  const tables = callInterfaces.map((face) => {
    const foreign = face === 'i386' || face === 'x32'
    const own = face === 'x32' ? calls.x32.filter(({ number }) => number >= firstOfX32) : calls[face]
    return own.map(({ number, name, rule }): readonly [number, number, string] => {
      return [number, numberOf(rule !== undefined && foreign ? withoutPosture(rule) : rule), name]
    })
  })
  return { rules: [...rules.keys()], tables }
}

const generated = '/* Generated from packages/core/src/authority/calls by scripts/generate-header.ts: do not edit. */'

/** The text of `c/launch/filter/table.h`: what calls need. */
export function tableHeader(): string {
  return [
    generated,
    '#ifndef LAUNCH_FILTER_TABLE_H',
    '#define LAUNCH_FILTER_TABLE_H',
    '',
    '#include "rules.h"',
    '#include "vocabulary.h"',
    '',
    'static const struct rule rules[] = {',
    ...numbered().rules.map((text) => wrap(text, '  ')),
    '};',
    '',
    '#endif',
    '',
  ].join('\n')
}

/** The text of `c/launch/filter/calls.h`: the number, the rule and the name of every call. */
export function callsHeader(): string {
  return [
    generated,
    '#ifndef LAUNCH_FILTER_CALLS_H',
    '#define LAUNCH_FILTER_CALLS_H',
    '',
    '#include "table.h"',
    '',
    ...numbered().tables.flatMap((table, index) => [
      `static const struct call ${callInterfaces[index]}_calls[] = {`,
      wrap(table.map(([number, rule, name]) => `C(${number},${rule},"${name}")`).join(' '), '  '),
      '};',
      '',
    ]),
    '#endif',
    '',
  ].join('\n')
}
