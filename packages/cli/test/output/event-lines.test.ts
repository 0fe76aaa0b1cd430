import { EventLine } from '@capbench/cli'
import { Check } from 'typebox/value'
import { expect, test } from 'vitest'
import { answer, capbench, toySource } from '../toy.ts'

const run = ['run', '--targets', 'linux', '--cases', 'smp1,smp2', '--runs', '2', '--warmups', '1', '--json-lines']

interface Line {
  readonly type: string
  readonly [member: string]: unknown
}

/** Every line, each of which must be as the schema says, with no member besides. */
function linesOf(stdout: string): readonly Line[] {
  expect(stdout.endsWith('\n')).toBe(true)
  return stdout
    .slice(0, -1)
    .split('\n')
    .map((text) => {
      const line = JSON.parse(text) as Line
      expect({ line, valid: Check(EventLine, line) }).toEqual({ line, valid: true })
      const known = EventLine.anyOf.find(({ properties }) => properties.type.const === line.type)
      expect(Object.keys(known?.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(line)))
      return line
    })
}

const typesOf = (lines: readonly Line[]) => lines.map(({ type }) => type)

test('every event is a line, in order, and the document of --json is the last', async () => {
  const { code, stdout, stderr } = await capbench([...run, '--quiet'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const lines = linesOf(stdout)
  const runs = Array.from({ length: 6 }, () => ['run-start', 'run-end']).flat()
  expect(typesOf(lines)).toEqual(['prepared', 'planned', ...runs, 'deriving', 'published', 'document'])
  expect(lines.at(-1)?.document).toMatchObject({ exitCode: 0, verified: true, results: [{}, {}] })
  const measured = lines.find(({ type, run }) => type === 'run-end' && Object(run).kind === 'measured')
  expect(measured).toMatchObject({ accepted: true, headline: { metric: 'elapsed', unit: 'ns' }, causes: [] })
})

test('progress stays on standard error', async () => {
  const { stderr } = await capbench(run)
  expect(stderr).toMatch(/^\[6\/6\] toy linux smp\d measured/m)
})

test('a refused run has its causes, and with --follow what runs print is there byte by byte', async () => {
  const printed = Buffer.from([0x1b, 0xff, 0x00, 0x0a])
  const { source } = toySource((request) => ({ ...answer(request, 'no'), console: printed }))
  const { code, stdout } = await capbench([...run, '--follow'], { source })
  expect(code).toBe(1)
  const lines = linesOf(stdout)
  const refused = lines.find(({ type, accepted }) => type === 'run-end' && accepted === false)
  expect(refused?.causes).toEqual([
    expect.objectContaining({ status: 'invalid', reason: 'verifier_rejected', detail: 'says: it said no' }),
  ])
  const output = lines.filter(({ type, channel }) => type === 'output' && channel === 'console')
  expect(output.map(({ base64 }) => base64)).toContain(printed.toString('base64'))
})

test('what a target lacks and what cannot run is there with its reason', async () => {
  const { stdout } = await capbench(['run', '--targets', 'linux', '--runs', '1', '--json-lines'])
  const planned = linesOf(stdout).find(({ type }) => type === 'planned')
  expect(planned?.unsupported).toContainEqual(
    expect.objectContaining({ target: 'linux', reason: 'missing_prerequisite' }),
  )
})

test('a command that comes to no result ends with a line that says why', async () => {
  const { code, stdout } = await capbench([...run, '--cses', 'smp1'])
  expect(code).toBe(2)
  const [only, ...others] = linesOf(stdout)
  expect(others).toEqual([])
  expect(only).toMatchObject({ type: 'error', error: { remedy: 'did you mean --cases?' }, exitCode: 2 })
})

test('--json and --json-lines exclude each other', async () => {
  expect((await capbench([...run, '--json'])).code).toBe(2)
})
