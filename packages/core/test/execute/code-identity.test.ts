import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { codeIdentity } from '../../src/execute/code-identity.ts'
import { temporaryDirectory } from '../store.ts'

/** A package on disk, and the identity of the module in it. */
function identityOf(files: Readonly<Record<string, string>>, module: string, at = temporaryDirectory()) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(at, path)), { recursive: true })
    writeFileSync(join(at, path), text)
  }
  return codeIdentity(pathToFileURL(join(at, module)).href)
}
const plugin = {
  'package.json': '{"name":"plugin","version":"1.2.3"}',
  'src/index.ts': 'export const a = 1',
  'src/deep/table.ts': 'export const b = 2',
}

describe('the code of a definition', () => {
  test('is named by its package, wherever that lies', () => {
    const first = identityOf(plugin, 'src/index.ts')
    expect(first).toMatchObject({
      package: 'plugin',
      version: '1.2.3',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(identityOf(plugin, 'src/index.ts')).toEqual(first)
  })

  test.each([
    ['the module', 'src/index.ts', 'export const a = 2'],
    ['a file that it imports', 'src/deep/table.ts', 'export const b = 3'],
    ['a file more', 'src/more.mjs', ''],
    ['a file of the old kind', 'src/old.cjs', ''],
  ])('changes with %s', (_, path, text) => {
    const before = identityOf(plugin, 'src/index.ts').sha256
    expect(identityOf({ ...plugin, [path]: text }, 'src/index.ts').sha256).not.toBe(before)
  })

  test.each([
    ['a declaration', 'src/index.d.ts', ''],
    ['a source map', 'src/index.js.map', '{}'],
    ['a test', 'test/index.test.ts', ''],
    ['the readme', 'README.md', 'hello'],
  ])('does not change with %s', (_, path, text) => {
    const before = identityOf(plugin, 'src/index.ts').sha256
    expect(identityOf({ ...plugin, [path]: text }, 'src/index.ts').sha256).toBe(before)
  })

  test('is the module alone where it lies in no build and no package of a name', () => {
    const script = { 'package.json': '{"type":"module"}', 'bench.ts': 'export {}', 'other.ts': 'export {}' }
    const alone = identityOf(script, 'bench.ts')
    expect(alone).toMatchObject({ package: 'none', version: '0.0.0' })
    expect(identityOf({ ...script, 'other.ts': 'changed' }, 'bench.ts')).toEqual(alone)
    expect(identityOf({ ...script, 'bench.ts': 'changed' }, 'bench.ts')).not.toEqual(alone)
  })

  test.each(['data:text/javascript,export{}', 'not a url', 'file:///nowhere/at/all.ts'])('%s is refused', (module) => {
    expect(() => codeIdentity(module)).toThrow(
      expect.objectContaining({ code: 'CAPBENCH_DEFINITION', message: expect.stringContaining('import.meta.url') }),
    )
  })
})
