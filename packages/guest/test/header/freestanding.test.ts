import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../../src/build/command.ts'
import { headerDirectory, packageRoot } from '../../src/package-root.ts'
import { temporaryDirectory } from '../support/programs.ts'

const directory = temporaryDirectory()

test.each(['-m64', '-m32'])(
  '%s: without an operating system the header needs its three functions and nothing else',
  async (mode) => {
    const object = join(directory, `freestanding${mode}.o`)
    const flags = [
      '-std=gnu11',
      '-O2',
      '-ffreestanding',
      '-fno-pic',
      '-fno-stack-protector',
      '-mgeneral-regs-only',
      '-Wall',
      '-Werror',
    ]
    const source = join(packageRoot, 'test/c/freestanding.c')
    const compiled = await run('gcc', [mode, ...flags, '-I', headerDirectory, '-c', source, '-o', object])
    expect(compiled).toMatchObject({ ok: true })
    const symbols = await run('nm', ['--undefined-only', '--format=just-symbols', object])
    expect(symbols.ok && symbols.stdout.trim().split('\n').sort()).toEqual([
      'cb_os_exit',
      'cb_os_monotonic_ns',
      'cb_os_write',
    ])
  },
)
