import { beforeAll, describe, expect, test } from 'vitest'
import { builtForTest, temporaryDirectory } from '../support/programs.ts'
import { runToEnd } from '../support/run.ts'

const directory = temporaryDirectory()
let format = ''
beforeAll(async () => {
  format = await builtForTest('format', ['test/c/format.c'], directory)
})

const output = async (...args: readonly string[]): Promise<readonly string[]> =>
  (await runToEnd(format, args)).stdout.toString().trimEnd().split('\n')

test('numbers print in full at the ends of their ranges, and a full buffer is noticed', async () => {
  expect(await output()).toEqual([
    '-2147483648 0 -9223372036854775808 4294967295 18446744073709551615 7 8 -9 beef 0000001f fedcba9876543210 c text %',
    'fits',
    'overflow',
  ])
})

describe('untrusted text as a JSON string', () => {
  test.each([
    '',
    'plain',
    'quote " and \\',
    'tab\tline\nreturn\r escape \u001b delete \u007f',
    'umlaut ä, euro €, clef 𝄞',
  ])('%j reads back unchanged', async (text) => {
    const [json, used] = await output('4096', text)
    expect(JSON.parse(json ?? '')).toBe(text)
    expect(used).toBe(String(Buffer.byteLength(text)))
  })

  test.each([
    [3, '""', '0'],
    [6, '"abc"', '3'],
    [5, '"ab"', '2'],
  ])('a buffer of %i bytes holds %s', async (size, json, used) => {
    expect(await output(String(size), 'abc')).toEqual([json, used])
  })

  test('is cut between characters, never inside one or inside an escape', async () => {
    expect(await output('6', 'ab€')).toEqual(['"ab"', '2'])
    expect(await output('7', 'ab\u0001')).toEqual(['"ab"', '2'])
  })
})

describe('a number in the arguments', () => {
  test.each(['3', '18446744073709551615'])('%s is read', async (text) => {
    expect(await output('u64', text)).toEqual([text])
  })

  test.each(['', '2', '03', '+3', '-3', ' 3', '3 ', '0x3', '3.0', '18446744073709551616', '99999999999999999999'])(
    '%j is refused with exit code 64 and the range',
    async (text) => {
      const { code, stderr } = await runToEnd(format, ['u64', text])
      expect(code).toBe(64)
      expect(stderr).toBe(`number must be an integer in 3..18446744073709551615, not "${text}"\n`)
    },
  )
})
