import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildProgram } from '../../src/build/build-program.ts'
import { removeStalePrograms } from '../../src/build/remove-stale.ts'
import { temporaryDirectory } from '../support/programs.ts'

const root = temporaryDirectory()

test('what a build did not make goes, the stage of another build stays', async () => {
  writeFileSync(join(root, 'main.c'), 'int main(void) { return 0; }\n')
  const programs = join(root, 'programs')
  for (const place of ['x86_64-linux/.other-AbCdEf', 'lost-linux'])
    mkdirSync(join(programs, place), { recursive: true })
  for (const file of ['x86_64-linux/old', 'x86_64-linux/old.json', 'lost-linux/new', 'probe.elf'])
    writeFileSync(join(programs, file), '')
  const outDir = join(programs, 'x86_64-linux')
  const built = await buildProgram({ name: 'new', root, sources: ['main.c'], outDir })
  removeStalePrograms(programs, [built])
  expect(readdirSync(programs)).toEqual(['x86_64-linux'])
  expect(readdirSync(outDir).sort()).toEqual(['.other-AbCdEf', 'new', 'new.json'])
})
