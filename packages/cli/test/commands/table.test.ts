import { describe, expect, test } from 'vitest'
import { commands } from '../../src/commands/table.ts'
import { capbench, temporary } from '../toy.ts'

const names = Object.keys(commands)

describe.each(names)('%s', (name) => {
  test('has --json, and examples in its help', async () => {
    const { code, stdout } = await capbench([name, '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain('--json')
    expect(stdout).toMatch(new RegExp(`^Examples\n(.*\n)*? {2}.*capbench ${name}`, 'm'))
    expect(stdout).toContain('Exit codes')
  })

  test('tells with --json what is wrong as one JSON document, and a person in one line', async () => {
    const { code, stdout, stderr } = await capbench([name, '--json', '--jsno'])
    expect(code).toBe(2)
    const error = {
      code: 'CAPBENCH_USAGE',
      message: 'there is no option --jsno; did you mean --json?',
      remedy: 'did you mean --json?',
    }
    expect(JSON.parse(stdout)).toEqual({ error, exitCode: 2 })
    expect(stderr).toBe(`capbench: ${error.message} (CAPBENCH_USAGE)\n`)
  })
})

/** A command line of each command that comes to a result, on a store with a campaign. */
const good = (id: string): Readonly<Record<string, readonly string[]>> => ({
  run: ['--targets', 'linux', '--cases', 'smp1', '--runs', '1'],
  plan: [],
  doctor: [],
  topology: [],
  verify: ['latest'],
  show: [],
  report: [],
  compare: [id, 'latest'],
  export: ['--format', 'junit'],
  list: [],
  index: [],
  baseline: ['export'],
  completion: ['bash'],
})
/** Those whose own tests show it: they need files of others. */
const elsewhere = ['import', 'check-log']

test('every command prints one JSON document, and nothing else on standard output', async () => {
  const cwd = temporary()
  const { stdout: first } = await capbench(['run', '--targets', 'linux', '--cases', 'smp1', '--json'], { cwd })
  const lines = good(JSON.parse(first).campaignId)
  expect([...Object.keys(lines), ...elsewhere].sort()).toEqual([...names].sort())
  for (const [name, argv] of Object.entries(lines)) {
    const { code, stdout } = await capbench([name, ...argv, '--json'], { cwd })
    expect({ name, code }).toEqual({ name, code: 0 })
    expect(JSON.parse(stdout), name).toBeTypeOf('object')
  }
})

test('a typo of a command is told with the one that was meant', async () => {
  const { code, stdout } = await capbench(['verfy', 'latest', '--json'])
  expect(code).toBe(2)
  expect(JSON.parse(stdout).error).toMatchObject({ code: 'CAPBENCH_USAGE', remedy: 'did you mean verify?' })
})
