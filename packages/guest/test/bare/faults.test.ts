import { beforeAll, describe, expect, it } from 'vitest'
import { buildBareProgram } from '../../src/build/bare/build-bare-program.ts'
import { packageRoot } from '../../src/package-root.ts'
import { boot } from '../support/boot.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { nonce } from '../support/run.ts'

const directory = temporaryDirectory()
let image = ''

beforeAll(async () => {
  const sources = ['test/c/bare.c']
  image = (await buildBareProgram({ name: 'bare', root: packageRoot, sources, outDir: directory })).path
})

describe('a program that breaks without an operating system', () => {
  it.each([
    ['null', 'page fault (vector 14, error 0x2)', ', address 0x0'],
    ['divide', 'divide error (vector 0, error 0x0)', ''],
    ['undefined', 'invalid opcode (vector 6, error 0x0)', ''],
    ['stack', 'double fault|page fault (vector 14, error 0x2)', ', address 0x[0-9a-f]+'],
  ])('%s: says where in one line, on any CPU, and leaves with 35', async (mode, what, address) => {
    for (const victim of [0, 1]) {
      const { code, records, console } = await boot(image, directory, {
        vcpus: 2,
        append: `-- ${nonce} ${mode} ${victim}`,
      })
      expect({ mode, victim, code }).toEqual({ mode, victim, code: 35 })
      const escaped = what.replaceAll(/[()]/g, '\\$&')
      const line = `^capbench-bare: fault: (${escaped}) on CPU ${victim} at rip 0x\\w+, rsp 0x\\w+${address}\\n$`
      expect(console).toMatch(new RegExp(line))
      expect(records.toString()).not.toContain(' end ')
    }
  })

  it('asks for a CPU that is not there', async () => {
    const { code, console } = await boot(image, directory, { vcpus: 2, append: `-- ${nonce} too-many` })
    expect({ code, console }).toEqual({
      code: 35,
      console: 'capbench-bare: panic: cb_run_on: the machine does not have that many CPUs\n',
    })
  })

  it('returns something other than 0', async () => {
    const { code, diagnostics } = await boot(image, directory, { append: `-- ${nonce} fail` })
    expect({ code, diagnostics }).toEqual({ code: 35, diagnostics: 'capbench-bare: the program ended with 7\n' })
  })

  it('has more CPUs than the runtime starts', async () => {
    const { code, console } = await boot(image, directory, { vcpus: 65, append: `-- ${nonce}` })
    expect(code).toBe(35)
    expect(console).toMatch(/^capbench-bare: panic: the machine has more CPUs than/)
  })
})
