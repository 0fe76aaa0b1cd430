import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../support/programs.ts'
import { compileRust, needRustc } from '../support/rustc.ts'

const directory = temporaryDirectory()

test('the first error voids a stream for good, whether a value, an output or a program is at fault', (ctx) => {
  needRustc(ctx)
  const { status, stderr } = spawnSync(compileRust('errors.rs', directory) ?? '', { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})
