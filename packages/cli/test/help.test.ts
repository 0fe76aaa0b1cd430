import { expect, test } from 'vitest'
import { capbench } from './toy.ts'

test('--version and --help go to standard output', async () => {
  const version = await capbench(['--version'])
  expect(version).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  const help = await capbench(['--help'])
  expect(help.code).toBe(0)
  for (const wanted of ['run', 'verify', 'show', 'Examples\n', 'Exit codes']) expect(help.stdout).toContain(wanted)
  expect(help.stdout).not.toContain('\u001b')
})

test.each([
  ['run', '--include-smt'],
  ['verify', '--publishable'],
  ['show', 'latest'],
  ['compare', '--markdown'],
  ['import', '--definition'],
  ['check-log', '--benchmark'],
  ['list', '--config-hash'],
  ['index', '--store'],
  ['baseline', '--out'],
])('%s --help names its options and gives examples', async (name, option) => {
  const { code, stdout } = await capbench([name, '--help'])
  expect(code).toBe(0)
  expect(stdout).toContain(option)
  expect(stdout).toContain(`capbench ${name}`)
  expect(stdout).toContain('Examples')
})

test('no command is a usage error that shows the help', async () => {
  const { code, stdout, stderr } = await capbench([])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('USAGE capbench')
})
