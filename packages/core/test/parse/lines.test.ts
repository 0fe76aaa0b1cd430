import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { type LineGroups, lines } from '../../src/parse/lines.ts'
import type { Parsed, Parser, Transcript } from '../../src/parse/transcript.ts'

/** A made-up format, of no real system. */
const worker = /fixture: worker (?<index>\d+) counted (?<count>\d+);/
const final = /fixture: over (?<lines>\d+);/
const parser = lines({ pattern: worker, final, exit: 0, prefix: 'fixture:' })
const strict = lines({ pattern: worker, final, exit: 0, prefix: 'fixture:', foreign: 'refuse' })

function transcript(console: string | Uint8Array, artifact = ''): Transcript {
  return {
    nonce: '0'.repeat(32),
    channel: (name) => (name === 'console' ? Buffer.from(console) : new Uint8Array()),
    artifact: (name) => Buffer.from(name === 'serial.log' ? artifact : ''),
  }
}
const parse = <O>(by: Parser<O>, console: string | Uint8Array): Parsed<O> => by.parse(transcript(console))
const workerLine = (index: number, count: number) => `fixture: worker ${index} counted ${count};\n`
const text = (counts: readonly number[]) =>
  `${counts.map((count, index) => workerLine(index, count)).join('')}fixture: over ${counts.length};\n`
const counts = fc.array(fc.nat(), { minLength: 1, maxLength: 6 })
const groupsOf = (numbers: readonly number[]) =>
  numbers.map((count, index) => ({ index: `${index}`, count: `${count}` }))
/** Lines as a kernel or a shell prints them between those of a program: none is of the format. */
const chatter = fc
  .array(fc.string({ unit: fc.constantFrom('a', '7', ';', ' ', '[', '\t', 'é', '\u0000', '\u001b') }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.map((part) => `[ 1.5] ${part}`).join('\n'))

describe('lines of somebody else', () => {
  it('are read with their named groups, between whatever else is printed', () => {
    fc.assert(
      fc.property(counts, chatter, (numbers, other) => {
        const mixed = text(numbers)
          .split('\n')
          .map((line) => `${other}\n${line}`)
          .join('\r\r\n')
        expect(parse(parser, `${mixed}${other}`)).toEqual({ complete: true, observation: groupsOf(numbers) })
      }),
    )
  })

  it.each(['\n', '\r\n', '\r\r\n', '\n\r', '\r\n\r'])('are read whatever the console puts beside LF: %j', (end) => {
    const console = `boot${end}${text([5, 7]).replaceAll('\n', end)}`
    expect(parse(parser, console)).toEqual({ complete: true, observation: groupsOf([5, 7]) })
    expect(parse(strict, console.slice(4 + end.length))).toMatchObject({ complete: true })
  })

  it('that end at a CR alone are one line, and the error says where a line ends', () => {
    expect(parse(parser, `${text([5, 7]).replaceAll('\n', '\r')}\n`)).toMatchObject({
      complete: false,
      lost: expect.stringContaining('a line ends at LF'),
    })
  })

  it('are sorted by the pattern that they fit, and shaped together with the last line', () => {
    const named = lines({
      format: 'fixture-lines',
      version: 3,
      pattern: { worker, note: /fixture: note(?: (?<why>\w+))?/i },
      final,
      exit: 33,
      observe: (
        { worker: workers, note },
        { lines: said },
      ): { sum: number; why: readonly LineGroups[]; said: number } => ({
        sum: workers.reduce((sum, { count }) => sum + Number(count), 0),
        why: note,
        said: Number(said),
      }),
    })
    expectTypeOf(named).toEqualTypeOf<Parser<{ sum: number; why: readonly LineGroups[]; said: number }>>()
    expectTypeOf(parser).toEqualTypeOf<Parser<readonly LineGroups[]>>()
    expect(named).toMatchObject({ format: 'fixture-lines', version: 3, foreign: { exit: 33 } })
    expect(parse(named, `FIXTURE: NOTE late\nfixture: note\n${text([3, 4])}`)).toEqual({
      complete: true,
      observation: { sum: 7, why: [{ why: 'late' }, {}], said: 2 },
    })
  })

  it('may stand in a file that the harness left behind', () => {
    const fromFile = lines({ pattern: worker, final: 'over', exit: 0, from: { artifact: 'serial.log' } })
    expect(fromFile.parse(transcript('', `${workerLine(0, 5)}over\n`))).toMatchObject({ complete: true })
    expect(fromFile.parse(transcript(`${workerLine(0, 5)}over\n`))).toMatchObject({ complete: false })
  })
})

describe('lines that were torn', () => {
  it('cut off at any byte are refused, until the last line is whole', () => {
    fc.assert(
      fc.property(counts, (numbers) => {
        const bytes = Buffer.from(text(numbers))
        for (let end = 0; end < bytes.length; end++)
          expect(parse(parser, bytes.subarray(0, end)), `${end}`).toMatchObject({ complete: false })
        expect(parse(parser, bytes)).toMatchObject({ complete: true })
      }),
      { numRuns: 30 },
    )
  })

  it('by other output at any byte are refused where nothing else may write, or whole', () => {
    fc.assert(
      fc.property(counts, chatter, fc.boolean(), fc.boolean(), fc.nat(), (numbers, other, before, after, at) => {
        const whole = text(numbers)
        const cut = at % whole.length
        const torn = `${whole.slice(0, cut)}${before ? '\n' : ''}${other}${after ? '\n' : ''}${whole.slice(cut)}`
        expect(parse(strict, torn)).toMatchObject({ complete: false })
      }),
    )
  })

  it('by other output never yield a line that was not printed', () => {
    fc.assert(
      fc.property(counts, chatter, fc.boolean(), fc.boolean(), fc.nat(), (numbers, other, before, after, at) => {
        const whole = text(numbers)
        const cut = at % whole.length
        const torn = `${whole.slice(0, cut)}${before ? '\n' : ''}${other}${after ? '\n' : ''}${whole.slice(cut)}`
        const parsed = parse(parser, torn)
        const printed = groupsOf(numbers).map((each) => JSON.stringify(each))
        for (const each of parsed.complete ? parsed.observation : []) expect(printed).toContain(JSON.stringify(each))
      }),
    )
  })

  it.each([
    ['nothing at all', '', 'no line fits'],
    ['no last line', workerLine(0, 1), 'no last line after 1'],
    ['a last line without its end', text([1]).trimEnd(), 'torn'],
    ['two last lines', `${text([1])}fixture: over 1;\n`, 'a second last line'],
    ['a line that counts after the last one', `${text([1])}${workerLine(1, 2)}`, 'after the last line'],
    ['half a line after the last one', `${text([1])}fixture: wor`, 'fits no pattern'],
    ['two lines without an end between', text([1, 2]).replace(';\n', ';'), 'a part of a line'],
    ['other text before a line', `login: ${text([1])}`, 'a part of a line'],
    ['a line of the format that nobody declared', `fixture: surprise;\n${text([1])}`, 'fits no pattern'],
    ['a line that is too long', `fixture: ${'x'.repeat(5000)}\n${text([1])}`, 'too long'],
    ['a last line alone', 'fixture: over 0;\n', 'no line fits'],
  ])('%s', (_, console, lost) => {
    expect(parse(parser, console)).toMatchObject({ complete: false, lost: expect.stringContaining(lost) })
  })

  it('say where they are', () => {
    expect(parse(parser, `kernel: up\n${text([1])}${workerLine(1, 2)}`)).toEqual({
      complete: false,
      lost: 'line 4, byte 57: a line that counts after the last line',
    })
  })

  it('that are not UTF-8 are refused where they count, and passed over elsewhere', () => {
    const named = lines({ pattern: /worker (?<name>.*);/, final: 'over', exit: 0 })
    const bytes = (...parts: readonly (string | number)[]) =>
      Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))))
    expect(parse(named, bytes('worker a', 0xff, ';\nover\n'))).toMatchObject({
      complete: false,
      lost: expect.stringContaining('not UTF-8'),
    })
    expect(parse(named, bytes(0xff, 0xc3, '\nworker \u{fffd};\nover\n'))).toEqual({
      complete: true,
      observation: [{ name: '\u{fffd}' }],
    })
  })

  it('that fit two patterns at once are refused', () => {
    const both = lines({ pattern: { one: /a+/, two: /a{2}/ }, final: 'over', exit: 0 })
    expect(parse(both, 'aa\nover\n')).toMatchObject({ lost: expect.stringContaining('one and two fit one line') })
    const summary = lines({ pattern: /sum \d+/, final: /sum (?<sum>\d+)/, exit: 0 })
    expect(parse(summary, 'sum 3\n')).toMatchObject({ lost: expect.stringContaining('line and the last line') })
  })
})

describe('a format that cannot be read as it is meant', () => {
  const good = { pattern: worker, final, exit: 0 }
  it.each([
    ['the flag g', { ...good, pattern: /a/g }],
    ['the flag m in the last line', { ...good, final: /a/m }],
    ['a pattern for an empty line', { ...good, pattern: /\s*/ }],
    ['no pattern', { ...good, pattern: {} }],
    ['an empty last line', { ...good, final: ' ' }],
    ['a last line of two lines', { ...good, final: 'a\nb' }],
    ['no exit code', { ...good, exit: 256 }],
    ['a format that could not be stored', { ...good, format: 'My Format' }],
    ['version 0', { ...good, version: 0 }],
    ['a path for an artifact', { ...good, from: { artifact: '../x' } }],
    ['an empty prefix', { ...good, prefix: '' }],
    ['lines without a limit', { ...good, maxLineBytes: 1e9 }],
  ])('%s', (_, options) => {
    expect(() => lines<RegExp | Record<string, RegExp>>(options)).toThrow(/^lines: .* was wanted, got /)
  })

  it('an option that does not exist', () => {
    expect(() => lines({ ...good, last: 'x' } as typeof good)).toThrow('lines has no option "last"')
  })
})
