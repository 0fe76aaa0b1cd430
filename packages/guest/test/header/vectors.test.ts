import { beforeAll, expect, test } from 'vitest'
import { builtForTest, temporaryDirectory } from '../support/programs.ts'
import { readStream } from '../support/read-stream.ts'
import { obeySteps } from '../support/vector-commands.ts'
import { badBodies, writerSuite } from '../support/writer-suite.ts'

const directory = temporaryDirectory()
let program = ''
beforeAll(async () => {
  program = await builtForTest('vectors', ['test/c/vectors.c'], directory)
})

writerSuite(() => program)

test.each(badBodies)('the header trusts its program, and a reader refuses the stream: $name', (vector) => {
  const { stdout } = obeySteps(program, vector.steps)
  expect(stdout.length).toBeGreaterThan(vector.lines?.join('').length ?? 0)
  expect(readStream(stdout, vector)).toMatchObject({ complete: false })
})
