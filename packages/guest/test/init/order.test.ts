import { beforeAll, expect, test } from 'vitest'
import { builtForTest, temporaryDirectory } from '../support/programs.ts'
import { launcherNonce, nonce, runToEnd } from '../support/run.ts'

const directory = temporaryDirectory()
let order = ''
beforeAll(async () => {
  order = await builtForTest('order', ['test/c/order.c', 'c/init/cmdline.c'], directory)
})

const words = `capbench.nonce=${nonce} capbench.launch=${launcherNonce} capbench.program=/bin/x`
const read = async (line: string): Promise<string> => (await runToEnd(order, [line])).stdout.toString()
const encoded = (...args: readonly string[]): string => Buffer.from(args.join('\0')).toString('base64url')

test.each([
  [[]],
  [['smp2']],
  [['2', '3000000']],
  [['', '']],
  [['with space', 'ä€𝄞', '~?>']],
  [['a', 'ab', 'abc', 'abcd']],
])('the arguments %j arrive', async (args) => {
  const line = `console=ttyS0 quiet ${words} capbench.args=${encoded(...args)} root=x\n`
  expect(await read(line)).toBe([nonce, launcherNonce, '/bin/x', '-', ...args].join('|'))
})

test('CPUs are handed on; without arguments there are none', async () => {
  expect(await read(`${words} capbench.cpus=0,1`)).toBe([nonce, launcherNonce, '/bin/x', '0,1'].join('|'))
})

test('an order may come with the time, entropy, and a clock that is to settle', async () => {
  const line = `${words} capbench.time=1795333120000 capbench.seed=${'0a'.repeat(32)} capbench.settle=1`
  expect(await read(line)).toBe([nonce, launcherNonce, '/bin/x', '-'].join('|'))
})

test.each([
  ['capbench.authority=cpu,clock.monotonic', '|authority cpu,clock.monotonic'],
  ['capbench.authority=', '|authority '],
  ['capbench.authority=cpu capbench.filter=no', '|authority cpu unfiltered'],
])('authority is handed on: %s', async (word, told) => {
  expect(await read(`${words} ${word}`)).toBe(`${[nonce, launcherNonce, '/bin/x', '-'].join('|')}${told}`)
})

test('it may be left to a line of input, and is then not looked for', async () => {
  expect(await read('quiet capbench.order=input')).toBe('from input')
})

test.each([
  ['capbench.order=', 'capbench.order is not input'],
  [`${words} capbench.order=later`, 'capbench.order is not input'],
  ['', 'capbench.nonce is missing'],
  [words.replace(nonce, 'abc'), 'capbench.nonce is missing or no nonce'],
  [words.replace(launcherNonce, ''), 'capbench.launch is missing or no nonce'],
  [words.replace('/bin/x', 'x'), 'no absolute path'],
  [`${words} capbench.filter=no`, 'there is no capbench.authority'],
  [`${words} capbench.authority=cpu capbench.filter=yes`, 'capbench.filter is not no'],
  [`${words} capbench.args=a`, 'not base64url'],
  [`${words} capbench.args=YQ==`, 'not base64url'],
  [`${words} capbench.args=a+b/`, 'not base64url'],
  [`${words} capbench.nonce=${nonce}`, 'unknown or repeated'],
  [`${words} capbench.agrs=YQ`, 'unknown or repeated'],
  [`${words} capbench.args=${encoded(...Array.from({ length: 65 }, () => 'x'))}`, 'too many arguments'],
])('the command line %# is refused: %s', async (line, why) => {
  const told = await read(line)
  expect(told).toMatch(/^refused: /)
  expect(told).toContain(why)
})
