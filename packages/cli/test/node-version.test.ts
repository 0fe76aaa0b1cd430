import { expect, test } from 'vitest'
import { refusalOfNode } from '../src/node-version.ts'

test.each(['18.20.0', '20.20.2', '22.17.9'])('Node %s is refused', (version) => {
  expect(refusalOfNode(version)).toContain(`this is ${version}`)
  expect(refusalOfNode(version)).toContain('npx -p node@24 -p @capbench/cli capbench')
})

test.each(['22.18.0', '23.0.0', '24.21.0'])('Node %s will do', (version) => {
  expect(refusalOfNode(version)).toBeUndefined()
})
