import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { guestProgram, programDirectory, readProgram } from '../../src/guest-program.ts'
import { packageRoot } from '../../src/package-root.ts'
import { readProgramManifest } from '../../src/program-manifest.ts'
import { built, temporaryDirectory } from '../support/programs.ts'

const directory = temporaryDirectory()
beforeAll(async () => {
  await built('proof-boot', directory)
})

function thrown(call: () => unknown): unknown {
  try {
    return call()
  } catch (error) {
    return error
  }
}

test('programs of this package are found in its own dist', () => {
  const path = join(programDirectory(packageRoot), 'init')
  expect(guestProgram('init'), 'run `pnpm build` first').toMatchObject({
    name: 'init',
    path,
    manifest: { name: 'init' },
  })
})

test('a program that is not built is an error that names the remedy', () => {
  expect(thrown(() => readProgram(directory, 'absent'))).toMatchObject({
    code: 'CAPBENCH_MISSING',
    message: expect.stringContaining('build script'),
  })
})

test('a binary that is not the one of its manifest is refused', async () => {
  const other = temporaryDirectory()
  const path = await built('proof-boot', other)
  expect(readProgram(other, 'proof-boot').path).toBe(path)
  appendFileSync(path, 'x')
  expect(thrown(() => readProgram(other, 'proof-boot'))).toMatchObject({ code: 'CAPBENCH_HOSTILE' })
})

describe('a manifest is read only in the form in which it was written', () => {
  const text = (): string => readFileSync(join(directory, 'proof-boot.json'), 'utf8')
  test.each([
    ['a final newline', () => `${text()}\n`],
    ['no JSON', () => 'x'],
    ['another type', () => '[]'],
    ['a missing field', () => text().replace(/"notes":\[.*?\],/, '')],
    ['a wrong digest', () => text().replace(/"sha256":"./, '"sha256":"X')],
    ['zero bytes', () => text().replace(/"bytes":\d+/, '"bytes":0')],
  ])('%s is refused', (_, make) => {
    const path = join(directory, 'changed.json')
    writeFileSync(path, make())
    expect(thrown(() => readProgramManifest(path))).toMatchObject({ code: 'CAPBENCH_HOSTILE' })
  })

  test('a file that is not there is unreadable, not hostile', () => {
    expect(thrown(() => readProgramManifest(join(directory, 'absent.json')))).toMatchObject({
      code: 'CAPBENCH_UNREADABLE',
    })
  })
})
