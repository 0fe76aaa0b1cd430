import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type TestContext } from 'vitest'
import { packageRoot } from '../../src/package-root.ts'

/** Debian's own compiler is the oldest that has to do; another one on the path is taken where it is missing. */
const rustc = ['/usr/bin/rustc', 'rustc'].find((file) =>
  file.startsWith('/') ? existsSync(file) : spawnSync(file, ['--version']).status === 0,
)
const flags = ['--edition', '2021', '-D', 'warnings', '-C', 'opt-level=2']

export function needRustc(ctx: TestContext): void {
  if (rustc === undefined) ctx.skip('no rustc: install the Debian package rustc')
}

/** Compiles a source, without a warning. Returns the path of what came out. */
export function compileRustFile(source: string, output: string, options: readonly string[] = []): string {
  const { status, stderr } = spawnSync(rustc ?? 'rustc', [...flags, ...options, '-o', output, source], {
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return output
}

/** What a Rust source of `test/rust` is compiled into, or undefined where there is no compiler. */
export function compileRust(source: string, directory: string, options: readonly string[] = []): string | undefined {
  if (rustc === undefined) return undefined
  const output = join(directory, source.replace('.rs', ''))
  return compileRustFile(join(packageRoot, 'test/rust', source), output, options)
}
