import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineAuthorityProfile } from '@capbench/core'
import { headerDirectory } from '@capbench/guest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandLine, encodeArguments, maxArguments, orderWords } from '../../src/linux/cmdline.ts'

const authority = defineAuthorityProfile({ name: 'test', terms: ['cpu', 'stats.read(vmstat)'] })
const order = {
  nonce: 'a'.repeat(32),
  launcherNonce: 'b'.repeat(32),
  program: '/bin/tool',
  args: ['1', 'two words'],
  authority,
}

describe('the kernel command line', () => {
  it('carries what init has to know after what every boot gets', () => {
    expect(commandLine(['quiet', ' loglevel=7 ', '', ...orderWords(order)])).toBe(
      `quiet loglevel=7 capbench.nonce=${order.nonce} capbench.launch=${order.launcherNonce} ` +
        'capbench.program=/bin/tool capbench.args=MQB0d28gd29yZHM capbench.authority=cpu,stats.read(vmstat)',
    )
    const open = { ...authority, posture: { ...authority.posture, filter: false } }
    expect(orderWords({ ...order, authority: open }).at(-1)).toBe('capbench.filter=no')
  })

  it('carries any arguments in one word without blanks', () => {
    const args = fc
      .array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 6 })
      .filter(
        (all) => all.every((arg) => arg.isWellFormed() && !arg.includes('\0')) && !(all.length === 1 && all[0] === ''),
      )
    fc.assert(
      fc.property(args, (all) => {
        const encoded = encodeArguments(all)
        expect(encoded).toMatch(/^[A-Za-z0-9_-]*$/)
        const text = Buffer.from(encoded, 'base64url').toString()
        expect(encoded === '' ? [] : text.split('\0')).toEqual(all)
      }),
    )
  })

  it('is refused where the kernel would cut it off in silence', () => {
    expect(commandLine(['quiet', 'x'.repeat(2041)])).toHaveLength(2047)
    expect(() => commandLine(['quiet', 'x'.repeat(2042)])).toThrow(/command line of 2047 bytes and this one has 2048/)
  })

  it('is refused with line breaks, and arguments that could not be told apart', () => {
    expect(() => commandLine(['a\nb'])).toThrow(/one line of text/)
    expect(() => encodeArguments(['a\0b'])).toThrow(/NUL/)
    expect(() => encodeArguments([''])).toThrow(/cannot be empty/)
  })

  it('carries as many arguments as init takes, and no more', () => {
    const header = readFileSync(join(headerDirectory, 'init/cmdline.h'), 'utf8')
    expect(header).toContain(`#define MAX_ARGUMENTS ${maxArguments}\n`)
    const all = Array<string>(maxArguments).fill('x')
    expect(encodeArguments(all)).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(() => encodeArguments([...all, 'x'])).toThrow(/at most 64 arguments, got 65/)
  })
})
