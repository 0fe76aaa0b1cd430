import { CapbenchError } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { capbench, toySource } from '../toy.ts'

test('doctor says of every target what its rows can be at best, and what would make them better', async () => {
  const { code, stdout } = await capbench(['doctor', '--quiet'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^ {2}at best \S+: /m)
  expect(stdout).toMatch(/no better than \S+\. .*Remedy: /)
  const json = JSON.parse((await capbench(['doctor', '--json', '--quiet'])).stdout)
  expect(json.map(({ target }: { target: string }) => target)).toContain('linux')
  const reasons = json.flatMap((each: { reasons: { remedy: string; class: string }[] }) => each.reasons)
  expect(reasons.length).toBeGreaterThan(0)
  for (const { remedy, class: worst } of reasons) {
    expect(remedy).toMatch(/./)
    expect(worst).toMatch(/^(informational|smt-diagnostic|functional-only)$/)
  }
})

test('doctor names an unmet need with its remedy, and its exit code says so', async () => {
  const { source } = toySource()
  const unmet = [{ need: 'qemu-system-x86_64', detail: 'not found', remedy: 'Run `apt-get install qemu-system-x86`' }]
  const make = () => fakeTarget({ name: 'linux', facts: { unmet }, play: () => ({}) })
  const lacking = { ...source, targets: [{ name: 'linux', kind: 'linux-guest' as const, make }] }
  const { code, stdout } = await capbench(['doctor', '--quiet'], { source: lacking })
  expect(code).toBe(1)
  expect(stdout).toContain('  lacks qemu-system-x86_64: not found. Run `apt-get install qemu-system-x86`')
  expect(stdout).toContain('without it every row is unsupported: missing_prerequisite, of no class')
})

test('a target that cannot be prepared has a remedy as well, and the others are told all the same', async () => {
  const { source } = toySource()
  const make = () => ({
    ...fakeTarget({ name: 'linux', play: () => ({}) }),
    prepare: () => Promise.reject(new CapbenchError('CAPBENCH_MISSING', 'the image is not there')),
  })
  const broken = {
    ...source,
    targets: [{ name: 'linux', kind: 'linux-guest' as const, make }, ...source.targets.slice(1)],
  }
  const { code, stdout } = await capbench(['doctor', '--quiet', '--json'], { source: broken })
  expect(code).toBe(1)
  const [first, second] = JSON.parse(stdout)
  expect(first.unmet).toEqual([
    { need: 'preparation', detail: 'the image is not there', remedy: expect.stringContaining('--targets') },
  ])
  expect(second.atBest).not.toBeNull()
})
