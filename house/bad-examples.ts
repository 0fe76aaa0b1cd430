import type { rules } from './rules.ts'

interface Offence {
  readonly files: { readonly [path: string]: string }
  /** Part of the message that the rule must give. */
  readonly finding: string
}

const one = (path: string, text: string, finding: string): Offence => ({ files: { [path]: text }, finding })
const lines = (count: number) => '1\n'.repeat(count)
const core = 'packages/core/src'
const manifest = (value: object) => JSON.stringify(value)
const whole = {
  name: '@capbench/x',
  description: 'x',
  license: 'MIT',
  type: 'module',
  engines: { node: '>=22' },
}
const workspace = manifest({ private: true, engines: { node: '>=22' }, packageManager: 'pnpm@2.0.0' })

/** For every rule what it must refuse; a rule without an example does not compile. */
export const badExamples: { readonly [P in keyof typeof rules]: readonly [Offence, ...Offence[]] } = {
  'packages import each other only in the direction of the table': [
    one(`${core}/a.ts`, "import { x } from '@capbench/host'", 'core may not import @capbench/host'),
    one(
      'packages/bench-smp-primes/src/a.ts',
      "import type { X } from '@capbench/qemu'",
      'may not import @capbench/qemu',
    ),
    one('packages/host/src/a.ts', "export { x } from '@capbench/qemu'", 'host may not import'),
    one('packages/host/src/a.ts', "export { x } from '@capbench/house-programs'", 'host may not import'),
    one('packages/report/src/a.ts', "const x = await import('@capbench/cli')", 'report may not import'),
    one(
      'packages/core/package.json',
      manifest({ dependencies: { '@capbench/host': 'workspace:^' } }),
      'core may not depend on @capbench/host',
    ),
  ],
  'the table of packages is complete': [
    one('packages/extra/package.json', '{}', 'packages/extra has no row'),
    one('packages/core/package.json', '{}', 'packages/qemu does not exist'),
  ],
  'siblings are imported by their entry points': [
    one('packages/host/src/a.ts', "import { x } from '@capbench/core/src/error.ts'", '@capbench/core/src/error.ts'),
    one('packages/host/test/a.test.ts', "import { x } from '../../core/src/error.ts'", '../../core/src/error.ts'),
    one('packages/host/test/a.test.ts', "import { x } from '../../../scripts/x.ts'", '../../../scripts/x.ts'),
    one('examples/a.ts', "import { x } from '../packages/core/src/error.ts'", '../packages/core/src/error.ts'),
  ],
  'relative imports end in .ts': [
    one(`${core}/a.ts`, "import { b } from './b'", './b;'),
    one(`${core}/a.ts`, "import {\n  b,\n} from '../b.js'", '../b.js;'),
  ],
  'an index.ts is an export list': [
    one(`${core}/index.ts`, "export { a } from './a.ts'\nexport const b = 1", 'export const b = 1'),
    one(`${core}/index.ts`, "export * from './a.ts'", "export * from './a.ts'"),
    one(`${core}/index.ts`, 'export {}', 'export {}'),
  ],
  'exports have names': [one(`${core}/a.ts`, 'export default 1', `${core}/a.ts:1: default export`)],
  'one file starts processes': [
    {
      files: {
        'packages/host/src/a.ts': "import { execa } from 'execa'",
        'packages/qemu/src/b.ts': "import { execa } from 'execa'",
      },
      finding: 'execa belongs in one file',
    },
    one('packages/guest/src/a.ts', "import { spawn } from 'node:child_process'", 'imports node:child_process'),
  ],
  'every step after execute is pure': [
    one(`${core}/plan/a.ts`, "import { readFileSync } from 'node:fs'", 'imports node:fs'),
    one(`${core}/verify/a.ts`, "import { readFile } from 'node:fs/promises'", 'imports node:fs/promises'),
    one(`${core}/judge/a.ts`, '\nconst x = Date.now()', `${core}/judge/a.ts:2: touches the world`),
    one(`${core}/encode/a.ts`, 'const x = process.env', 'touches the world'),
    one(`${core}/parse/a.ts`, 'const x = Math.random()', 'touches the world'),
    one(`${core}/derive.ts`, "import { readFileSync } from 'node:fs'", 'imports node:fs'),
    one('packages/verifiers/src/a.ts', 'const x = Date.now()', 'touches the world'),
    one('packages/bench-smp-primes/src/metrics.ts', 'const x = process.env', 'touches the world'),
    {
      files: {
        [`${core}/plan/a.ts`]: "import { b } from '../define/b.ts'",
        [`${core}/define/b.ts`]: "import { cpus } from 'node:os'",
      },
      finding: `${core}/define/b.ts: imports node:os`,
    },
  ],
  'no notes to oneself': [
    one('docs/a.md', `# A\n${'TO'}${'DO'}: write`, 'docs/a.md:2'),
    one('packages/guest/c/a.c', `// ${'FIX'}${'ME'}`, 'packages/guest/c/a.c:1'),
  ],
  'library code is silent': [
    one(`${core}/a.ts`, "console.log('x')", 'never prints'),
    one('packages/qemu/src/a.ts', "process.stderr.write('x')", 'never prints'),
    one('packages/host/src/a.ts', 'process.exit(1)', 'never ends the process'),
    one('packages/cli/src/a.ts', '  debugger', 'a breakpoint'),
  ],
  'every test runs or says why not': [
    one('packages/core/test/a.test.ts', "it.only('x', () => {})", 'take .only away'),
    one('packages/core/test/a.test.ts', "test.skipIf(true)('x', () => {})", 'skips without a reason'),
    one('packages/core/test/a.test.ts', "test('x', (ctx) => ctx.skip())", 'skips without a reason'),
  ],
  'tests leave nothing behind': [
    one('packages/core/test/a.test.ts', "const x = mkdtempSync(join(tmpdir(), 'x-'))", 'a.test.ts:1: stays behind'),
    one('house/a.test.ts', "\nawait mkdtemp(join(tmpdir(), 'x-')) // rmSync(x)", 'house/a.test.ts:2: stays behind'),
  ],
  'patterns are matched': [
    one(
      'packages/core/test/a.test.ts',
      'expect(x).toMatchObject({\n  a: f(1),\n  b: /x/,\n})',
      'a.test.ts:3: a pattern',
    ),
    one('packages/core/test/a.test.ts', 'expect(x).toEqual([{ a: /x/ }])', 'write expect.stringMatching'),
  ],
  'the type checker is not silenced': [
    one(`${core}/a.ts`, '// @ts-ignore', 'silences the type checker'),
    one('packages/core/test/a.test.ts', '// @ts-expect-error', 'say what must not compile'),
  ],
  'files stay short': [
    one('packages/core/src/a.ts', lines(301), '301 lines, at most 300'),
    one('packages/guest/c/a.c', lines(301), '301 lines, at most 300'),
  ],
  'lines stay short': [one('scripts/a.mjs', 'x'.repeat(121), 'scripts/a.mjs:1: 121 columns')],
  'dependencies come from the catalog': [
    one('packages/a/package.json', manifest({ dependencies: { execa: '^10.0.0' } }), 'execa is "^10.0.0"'),
    one('examples/package.json', manifest({ dependencies: { '@capbench/core': '*' } }), 'write "workspace:^"'),
    one('examples/01-a/package.json', manifest({ dependencies: { '@capbench/core': '*' } }), 'write "workspace:^"'),
    one('package.json', manifest({ devDependencies: { vitest: '5' } }), 'vitest is "5"'),
  ],
  'manifests are filled in': [
    {
      files: { 'package.json': workspace, 'packages/x/package.json': manifest({ ...whole, license: 'ISC' }) },
      finding: 'needs "license": "MIT"',
    },
    {
      files: { 'package.json': workspace, 'packages/x/package.json': manifest({ ...whole, exports: { '.': 'a' } }) },
      finding: 'needs the same entries',
    },
    {
      files: {
        'package.json': workspace,
        'packages/x/package.json': manifest({ ...whole, engines: { node: '>=20' } }),
      },
      finding: 'needs the "engines" of the root',
    },
    {
      files: {
        'package.json': manifest({ repository: { type: 'git', url: 'git+https://example.org/x.git' } }),
        'packages/x/package.json': manifest({
          ...whole,
          repository: { type: 'git', url: 'https://example.org/x.git' },
        }),
      },
      finding: 'needs "repository", "homepage" and "bugs" of the root, as {"repository":{"type":"git","url":"git+https',
    },
    {
      files: {
        'package.json': workspace,
        'packages/x/package.json': manifest({ ...whole, keywords: ['capbench-plugin'] }),
      },
      finding: 'needs "capbench": { "benchmarks"',
    },
  ],
  'pnpm is pinned once': [
    {
      files: { 'package.json': workspace, 'scripts/setup/toolchain.mjs': "const pinned = { pnpm: '1.0.0' }" },
      finding: 'pins pnpm@1.0.0, package.json pnpm@2.0.0',
    },
  ],
  'nothing names the machine it was written on': [
    one('docs/a.md', `see /${'root'}/capbench`, 'a path of one machine'),
    one('packages/core/test/a.test.ts', `const home = '/${'root'}/.cache'`, 'a path of one machine'),
  ],
}
