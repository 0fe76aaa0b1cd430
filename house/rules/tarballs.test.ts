import { expect, test } from 'vitest'
import { anyInDeclarations, tarballContents } from './tarballs.ts'

const whole = {
  LICENSE: 'MIT',
  'README.md': '# x',
  'package.json': '{"dependencies":{"@capbench/core":"^0.1.0"}}',
  'dist/index.js': '',
  'dist/index.d.ts': '',
}
const check = (files: object) =>
  tarballContents(
    'x',
    Object.entries<string>({ ...files } as typeof whole).map(([path, text]) => ({ path, text })),
    '/srv/capbench',
  )

test('a whole tarball is accepted', () => {
  expect(check(whole)).toEqual([])
})

const plugin = { ...whole, 'package.json': '{"keywords":["capbench-plugin"]}' }
const manifest = { 'dist/programs/x86_64-linux/words.json': '{}' }

test('a plugin with its program is accepted', () => {
  expect(check({ ...plugin, ...manifest, 'dist/programs/x86_64-linux/words': 'ELF' })).toEqual([])
})

test.each([
  [plugin, 'is a plugin without its program'],
  [{ ...plugin, ...manifest }, 'is a plugin without its program'],
  [{ ...whole, 'src/a.ts': '' }, 'ships src/a.ts'],
  [{ ...whole, 'dist/a.js': 'load("/srv/capbench/a")' }, 'dist/a.js holds the path of this repository'],
  [{ ...whole, 'package.json': '{"dependencies":{"@capbench/core":"workspace:^"}}' }, 'names workspace ranges'],
  [{ ...whole, 'package.json': '{"exports":{"@capbench/source":"./src/index.ts"}}' }, 'publishes the source condition'],
  [{ 'package.json': '{}' }, 'has no LICENSE'],
  [{ 'package.json': '{}', LICENSE: 'MIT' }, 'has no README'],
])('a tarball is refused: %o', (files, finding) => {
  expect(check(files)).toContainEqual(expect.stringContaining(finding))
})

const declares = (text: string) => anyInDeclarations([{ path: 'dist/index.d.ts', text }])

test.each(['export declare const a: any;', 'a(x: Map<string, any>): void;', 'type A = any[];', 'b: { c: any };'])(
  'a published any is refused: %s',
  (text) => {
    expect(declares(text)).toHaveLength(1)
  },
)

test.each(["rule: 'any' | 'set';", '/** any of them */', 'export declare const anyOf: string;', 'any: string;'])(
  'the word any elsewhere is none: %s',
  (text) => {
    expect(declares(text)).toEqual([])
  },
)
