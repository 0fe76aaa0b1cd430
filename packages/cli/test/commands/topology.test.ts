import { readHostTopology } from '@capbench/host'
import { expect, test } from 'vitest'
import { capbench } from '../toy.ts'

test('topology shows every CPU of this host, and as JSON what evidence records', async () => {
  const { code, stdout } = await capbench(['topology'])
  expect(code).toBe(0)
  const { cpus } = readHostTopology()
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .slice(-cpus.length)
      .map((line) => Number.parseInt(line.trim(), 10)),
  ).toEqual(cpus.map(({ cpu }) => cpu))
  expect(JSON.parse((await capbench(['topology', '--json'])).stdout)).toEqual(readHostTopology())
})
