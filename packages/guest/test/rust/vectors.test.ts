import { beforeAll, expect, test } from 'vitest'
import { temporaryDirectory } from '../support/programs.ts'
import { compileRust, needRustc } from '../support/rustc.ts'
import { obeySteps } from '../support/vector-commands.ts'
import { badBodies, expectWritten, writerSuite } from '../support/writer-suite.ts'

const directory = temporaryDirectory()
let program: string | undefined
beforeAll(() => {
  program = compileRust('vectors.rs', directory)
})

writerSuite((ctx) => {
  needRustc(ctx)
  return program ?? ''
})

const says = { type: 'a record type is', control: 'control character in a record', line: '', count: '' }

test.for(badBodies)('refused, and the stream stays void: $name', (vector, ctx) => {
  needRustc(ctx)
  const { code, stdout, stderr } = obeySteps(program ?? '', vector.steps)
  expect(code).toBe(120)
  expect(stderr).toContain(says[vector.reason])
  expectWritten(stdout, vector)
})
