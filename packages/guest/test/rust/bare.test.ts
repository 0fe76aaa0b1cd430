import { join } from 'node:path'
import { beforeAll, expect, type TestContext, test } from 'vitest'
import { bareLinkFlags, buildBareRuntime, linkScript } from '../../src/build/bare/runtime.ts'
import { findBareTools } from '../../src/build/bare/tools.ts'
import { run } from '../../src/build/command.ts'
import { boot } from '../support/boot.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { compileRust, needRustc } from '../support/rustc.ts'
import { nonceOf, vectors } from '../support/vectors.ts'

const directory = temporaryDirectory()
const here = process.arch === 'x64'
let image: string | undefined

beforeAll(async () => {
  const options = ['-C', 'panic=abort', '-C', 'relocation-model=static', '--crate-type', 'staticlib']
  const library = here ? compileRust('bare.rs', directory, options) : undefined
  if (library === undefined) return
  const tools = await findBareTools()
  const runtime = await buildBareRuntime(directory, tools)
  image = join(directory, 'image')
  const archives = ['-Wl,--start-group', library, runtime, '-Wl,--end-group', '-lgcc']
  const flags = [...bareLinkFlags, '-Wl,--gc-sections', `-Wl,-T,${linkScript}`]
  expect(await run(tools.gcc, [...flags, '-o', `${image}.elf64`, ...archives])).toMatchObject({ ok: true })
  const converted = await run(tools.objcopy, ['-O', 'elf32-i386', '--strip-all', `${image}.elf64`, image])
  expect(converted).toMatchObject({ ok: true })
})

function bootable(ctx: TestContext): string {
  needRustc(ctx)
  return image ?? ctx.skip('Debian brings the core library for the host alone, which is no x86-64')
}

test('a machine without an operating system prints the worked example from Rust, and leaves with 33', async (ctx) => {
  const [demo] = vectors.streams
  if (demo?.lines === undefined) throw new Error('the worked example is the first vector')
  const { code, records, console, diagnostics } = await boot(bootable(ctx), directory, {
    append: `-- ${nonceOf(demo)}`,
  })
  expect({ code, console, diagnostics }).toEqual({ code: 33, console: '', diagnostics: '' })
  expect(records.toString()).toBe(demo.lines.join(''))
})

test('without a nonce it prints no record, says why, and leaves with 35', async (ctx) => {
  const { code, records, diagnostics } = await boot(bootable(ctx), directory, { append: '-- not-a-nonce' })
  expect({ code, records: records.toString() }).toEqual({ code: 35, records: '' })
  expect(diagnostics).toContain('demo: a nonce is 32 lower-case hexadecimal digits, or -\n')
})
