import { TargetFacts } from '@capbench/core'
import { expect, test, vi } from 'vitest'
import { cpuPool, cpusOfRun } from '../../src/native/facts.ts'
import { nativeHost } from '../../src/native/native-host.ts'
import { type NativeHostOptions, nativeSettings } from '../../src/native/options.ts'
import { readHostTopology } from '../../src/topology/read.ts'
import { unpackHost } from '../support.ts'
import { prepare } from './recording.ts'

const { allowed } = readHostTopology()

test('prepare tells the facts of this host and fills the environment', async () => {
  const { facts, environment } = await prepare(nativeHost())
  expect(facts).toMatchObject({
    name: 'native',
    accelerator: 'native',
    pinning: 'process',
    cpus: allowed,
    unmet: [],
    cleanExit: { code: 0, launcher: true },
    authority: 'enforced',
  })
  expect([...environment.keys()]).toEqual(['topology', 'host', 'hosting', 'versions'])
  expect(JSON.parse(JSON.stringify(facts))).toStrictEqual(facts)
  const said = Object.keys(facts).filter((name) => name !== 'usableMemoryBytes') // there where a group limits this test
  expect(said.sort()).toEqual([...(TargetFacts.required ?? [])].sort())
})

test.each([
  ['a limit of 64 MiB', 2 ** 26, { usableMemoryBytes: 2 ** 26 }],
  ['no limit', 2 ** 64, {}],
  ['a limit that nobody knows', 0, {}],
])('what a run can use under %s of its control group', async (_, limit, usable) => {
  const asked = vi.spyOn(process, 'constrainedMemory').mockReturnValue(limit)
  const { facts } = await prepare(nativeHost())
  asked.mockRestore()
  const { usableMemoryBytes, envelope } = facts
  expect({ ...(usableMemoryBytes !== undefined && { usableMemoryBytes }) }).toEqual(usable)
  expect(envelope.memoryBytes).toBeGreaterThan(2 ** 26)
})

test('a pin set becomes the CPUs of the target, and stands in what the caller chose', async () => {
  const pin = [allowed.at(-1) ?? 0]
  const target = nativeHost({ name: 'pinned', role: 'reference', pin })
  expect(target).toMatchObject({
    name: 'pinned',
    role: 'reference',
    chosen: { pin: { policy: 'list', cpus: pin, vcpus: 'process', others: null }, useSiblings: true },
  })
  expect((await prepare(target)).facts.cpus).toEqual(pin)
})

test('a pin set that this host cannot give is refused with the allowed CPUs', async () => {
  await expect(prepare(nativeHost({ pin: [8000] }))).rejects.toMatchObject({
    code: 'CAPBENCH_USAGE',
    message: expect.stringMatching(/8000 is not online.*Allowed here/),
  })
})

test('without siblings the first CPU of each physical core is left', () => {
  const { root, remove } = unpackHost('n2-highcpu-8')
  const topology = readHostTopology(root)
  remove()
  const left = (useSiblings: boolean) => cpuPool(nativeSettings({ useSiblings }), topology)
  expect(left(true)).toEqual(topology.allowed)
  expect(left(false)).toEqual([0, 1, 2, 3])
})

test.each([
  [{ policy: 'cores' }, 2, [0, 1]],
  [{ policy: 'smt-pairs' }, 2, [0, 8]],
  [{ policy: 'smt-pairs' }, 4, [0, 1, 8, 9]],
  [[0, 8, 1, 9], 2, [0, 1]],
] as const)('with the pin %j a case of %i CPUs gets %j', (pin, count, cpus) => {
  const { root, remove } = unpackHost('smt-numa-isolated')
  const topology = readHostTopology(root)
  remove()
  const settings = nativeSettings({ pin })
  expect(cpusOfRun(settings, cpuPool(settings, topology), count, topology)).toEqual(cpus)
})

test.each([
  [{ pin: { policy: 'cores', vcpus: 'each' } }, /there are no vCPUs to pin one by one/],
  [{ pin: { policy: 'smt-pairs' }, useSiblings: false }, /SMT pairs without siblings are none/],
] as const)('%j is refused: it means nothing without a machine', (options, message) => {
  expect(() => nativeHost(options)).toThrow(message)
})

test('an option that does not exist is refused with those that do', () => {
  const mistyped: object = { pinn: [1] }
  expect(() => nativeHost(mistyped)).toThrow(/nativeHost.*"pinn".*name, role, pin, useSiblings, confine, timeouts/)
  const late: object = { timeouts: { boots: 1 } }
  expect(() => nativeHost(late)).toThrow(/timeouts.*"boots".*launch, boot, exit/)
})

test.each([
  { timeouts: { boot: 1e10 } },
  { timeouts: { exit: 0 } },
  { timeouts: { boot: Number.NaN } },
  { pin: [] },
  { pin: [0.5] },
])('a choice that cannot be is refused: %j', (options) => {
  expect(() => nativeHost(options)).toThrow(/^nativeHost: .* was wanted, got /)
})

test('each option that exists can be given', () => {
  const all: Required<NativeHostOptions> = {
    name: 'all',
    role: 'subject',
    pin: [0],
    useSiblings: false,
    confine: false,
    timeouts: { launch: 1, boot: 1, exit: 1 },
  }
  const chosen = { useSiblings: false, confine: false, timeouts: { boot: 1, exit: 1 } }
  expect(nativeHost(all)).toMatchObject({ name: 'all', chosen })
})
