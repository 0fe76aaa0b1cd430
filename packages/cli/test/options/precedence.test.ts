import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { capbench, toySource } from '../toy.ts'

const quick = ['run', '--runs', '1', '--cases', 'smp1', '--json']

/** What the targets were made of, by name. */
async function choicesOf(argv: readonly string[], environment: Readonly<Record<string, string>>) {
  const { source, made } = toySource()
  const { code, stderr } = await capbench([...quick, ...argv], { source, environment })
  expect(`${code} ${stderr}`).toMatch(/^0 /)
  const [linux, native] = ['linux', 'native'].map((name) => made.find((choice) => choice.name === name))
  return { linux, native, stderr }
}

const pin = 'CAPBENCH_PIN_CPUS'
const linuxPin = 'LINUX_SMP_SCALE_QEMU_TASKSET_CPUS'

test('a flag decides over variables, and a variable over the default', async () => {
  expect(await choicesOf(['--pin', '1'], { [pin]: '0', [linuxPin]: '0' })).toMatchObject({
    linux: { pin: [1] },
    native: { pin: [1] },
  })
  expect(await choicesOf([], { [pin]: '0-1' })).toMatchObject({ linux: { pin: [0, 1] }, native: { pin: [0, 1] } })
  expect((await choicesOf([], { [pin]: '' })).linux).not.toHaveProperty('pin')
})

test('a policy by its name holds for every target, vCPU by vCPU for guests alone', async () => {
  expect(await choicesOf(['--pin', 'cores'], {})).toMatchObject({
    linux: { pin: { policy: 'cores' } },
    native: { pin: { policy: 'cores' } },
  })
  expect(await choicesOf(['--pin', '0,1', '--pin-vcpus'], {})).toMatchObject({
    linux: { pin: { policy: 'list', cpus: [0, 1], vcpus: 'each' } },
    native: { pin: [0, 1] },
  })
  const { native } = await choicesOf(['--pin-vcpus'], { [pin]: 'smt-pairs' })
  expect(native).toMatchObject({ pin: { policy: 'smt-pairs' } })
})

test('an alias of the specification holds for targets of its own system only', async () => {
  const { linux, native } = await choicesOf([], { [linuxPin]: '0,1', LINUX_SMP_SCALE_KERNEL: 'boot/vmlinuz' })
  expect(linux).toMatchObject({ pin: [0, 1], kernel: expect.stringMatching(/^\/.*\/boot\/vmlinuz$/) })
  expect(native).not.toHaveProperty('pin')
  expect(native).not.toHaveProperty('kernel')
})

test('options of guests do not reach the native host', async () => {
  const { linux, native } = await choicesOf(['--accel', 'tcg', '--memory', '256'], {})
  expect(linux).toMatchObject({ accelerator: 'tcg', memoryMiB: 256 })
  expect(native).toEqual({ name: 'native', includeSmt: false })
})

test('an opt-in target runs only where it is asked for by name', async () => {
  const targetsOf = async (argv: readonly string[]) => {
    const { source, made } = toySource()
    const [linux, ...others] = source.targets
    const targets = linux ? [linux, { ...linux, name: 'linux-other', optIn: true as const }, ...others] : []
    const { code, stderr } = await capbench([...quick, ...argv], { source: { ...source, targets } })
    expect(`${code} ${stderr}`).toMatch(/^0 /)
    return made.map(({ name }) => name)
  }
  expect(await targetsOf([])).toEqual(['linux', 'native'])
  expect(await targetsOf(['--targets', 'linux-other,native'])).toEqual(['linux-other', 'native'])
})

test('the SMT diagnostic may be asked for on one system', async () => {
  const { source } = toySource()
  const environment = { LINUX_SMP_SCALE_INCLUDE_SMT: '1' }
  const { stdout } = await capbench(['run', '--runs', '1', '--json'], { source, environment })
  const { results } = JSON.parse(stdout) as { readonly results: readonly { target: string; case: string }[] }
  const smt = results.filter((result) => result.case === 'smp8-smt').map(({ target }) => target)
  expect(smt).toEqual(['linux'])
})

test.each([
  [{ [pin]: '0', [linuxPin]: '1' }, [pin, linuxPin]],
  [{ CAPBENCH_INCLUDE_SMT: '0', LINUX_SMP_SCALE_INCLUDE_SMT: '1' }, ['INCLUDE_SMT=0', 'INCLUDE_SMT=1']],
  [
    { CAPBENCH_LINUX_KERNEL: 'a', LINUX_SMP_SCALE_KERNEL: 'b' },
    ['CAPBENCH_LINUX_KERNEL=a', 'LINUX_SMP_SCALE_KERNEL=b'],
  ],
])('two different values for one target are refused: %j', async (environment, named) => {
  const { code, stderr, stdout } = await capbench(quick, { environment })
  expect(code).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CAPBENCH_USAGE' }, exitCode: 2 })
  for (const name of named) expect(stderr).toContain(name)
})

test('two ways to write the same value are no conflict', async () => {
  const { linux } = await choicesOf([], { [pin]: '0-1', [linuxPin]: '1,0' })
  expect(linux).toMatchObject({ pin: [0, 1] })
})

test('a variable for another system is accepted and said to apply to no target', async () => {
  const { stderr } = await choicesOf([], { CAPOS_SMP_SCALE_QEMU_TASKSET_CPUS: '0,1', CAPOS_SMP_SCALE_INCLUDE_SMT: '1' })
  expect(stderr).toContain('CAPOS_SMP_SCALE_QEMU_TASKSET_CPUS applies to no target')
  expect(stderr).toContain('CAPOS_SMP_SCALE_INCLUDE_SMT applies to no target')
  const environment = { [linuxPin]: '0', CAPBENCH_ACCEL: 'tcg' }
  const { stderr: natively } = await choicesOf(['--targets', 'native', '--kernel', 'x'], environment)
  expect(natively).toContain('CAPBENCH_ACCEL applies to no target')
  expect(natively).toContain(`${linuxPin} applies to no target`)
  expect(natively).toContain('--kernel applies to no target')
})

test('a guest that waits for a debugger is no measurement, unless somebody says what it is', async () => {
  const socket = await choicesOf(['--gdb', 'dir/gdb.sock'], {})
  expect(socket.linux).toMatchObject({ gdb: { path: expect.stringMatching(/^\/.*\/dir\/gdb\.sock$/) } })
  expect(socket.native).not.toHaveProperty('gdb')
  expect((await choicesOf(['--gdb', '1234'], {})).linux).toMatchObject({ gdb: { port: 1234 } })
  const purposeOf = async (...argv: string[]) => {
    const { stdout } = await capbench(['run', '--runs', '1', '--cases', 'smp1', '--json', ...argv])
    const config = join(JSON.parse(stdout).directory as string, 'config.json')
    return { purpose: JSON.parse(readFileSync(config, 'utf8')).purpose }
  }
  expect(await purposeOf('--gdb', '1234')).toMatchObject({ purpose: 'diagnostic' })
  expect(await purposeOf('--gdb', '1234', '--purpose', 'smoke')).toMatchObject({ purpose: 'smoke' })
  expect(await purposeOf()).toMatchObject({ purpose: 'controlled' })
})

test('a smoke run is one of each row, and says so', async () => {
  const { stdout } = await capbench(['run', '--smoke', '--cases', 'smp1', '--json'])
  const { directory, results } = JSON.parse(stdout) as { directory: string; results: readonly object[] }
  expect(JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8'))).toMatchObject({ purpose: 'smoke' })
  expect(results.length).toBeGreaterThan(0)
  for (const result of results) expect(result).toMatchObject({ runs: { measured: 1 } })
})
