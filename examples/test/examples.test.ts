import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findExecutable } from '@capbench/host'
import { afterAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const examples = join(root, 'examples')
const names = readdirSync(examples).filter((name) => /^\d\d-/.test(name))
const read = (...path: readonly string[]) => readFileSync(join(examples, ...path), 'utf8')

interface Promised {
  /** Programs without which there is nothing to see. */
  readonly needs: readonly string[]
  /** What it must print, besides exiting with 0. */
  readonly prints: readonly RegExp[]
}
const qemu = 'qemu-system-x86_64'
const promised: Readonly<Record<string, Promised>> = {
  '01-smp-primes': { needs: [qemu], prints: [/^linux \d+$/m, /^native \d+$/m] },
  '02-define-a-benchmark': {
    needs: ['gcc'],
    prints: [/^proof-boot proof accepted$/m, /^(queens measured accepted\n){5}/m, /^passed \d+ ns$/m],
  },
  '03-existing-harness': { needs: [qemu, 'make'], prints: [/^smp1 \S+/m, /^smp2 \S+/m] },
  '04-a-new-system': {
    needs: [qemu, 'gcc'],
    prints: [/^\d+ scaled cycles, \d+ boots .*\bauthority-unenforced\b/m],
  },
  '05-compare-and-gate': {
    needs: [qemu],
    prints: [
      /^linux \d+ ns$/m,
      /^bare \d+ ns$/m,
      /^one envelope: true - different by nature: .*\bkernel\b/m,
      /^linux over bare: \d+\.\d+, within noise: (true|false), /m,
      /^of cycles: refused cycles$/m,
      /^primes to 200000: (pass|fail|inconclusive), .* times the baseline/m,
      /^primes to 210000: inconclusive, .* cannot be compared with the baseline: comparison, /m,
    ],
  },
  '06-compose': {
    needs: [],
    prints: [
      /^both smp-primes on native, hash-chunks on native$/m,
      /^twins (.+, ){2}smp-primes on twin, hash-chunks on twin$/m,
      /^primes-on-twin smp-primes on twin$/m,
      /^twins: (\d+) runs begun, \1 ended$/m,
      /^primes-on-twin\.limit-10000: \d rows\nprimes-on-twin\.limit-30000: \d rows$/m,
      /^3 campaigns: \d+ passed$/m,
      /^# Primes, on twins and in a sweep in /m,
    ],
  },
  '07-authority': {
    needs: [],
    prints: [
      /^5 terms: passed, enforced$/m,
      /^4 terms: invalid, authority_exceeded: .* the program called \w+\(.*, which needs process\.spawn;/m,
      /^audit: cpu inherent$/m,
      /^audit: process\.spawn needed$/m,
      /^audit: net\.loopback unneeded$/m,
      /^os-primitives without pipes: no .*\bpipe\.rtt\.same_cpu\b/m,
      /^its others: .*[1-9]\d* (passed|noise)\b/m,
    ],
  },
  '08-read-evidence': {
    needs: [],
    prints: [
      /^re-derive pass$/m,
      /^verified - /m,
      /^\S+-evidence-\S+ elapsed passed$/m,
      /^benchmark_last_median\{benchmark="smp-primes",/m,
      /^changed figure: digests failed: summary\.csv has the digest /m,
      /^forged figure: re-derive failed: summary\.csv does not follow from the raw evidence$/m,
      /^forged log: re-derive failed: results\/.* does not follow from the raw evidence$/m,
    ],
  },
}

const store = mkdtempSync(join(tmpdir(), 'capbench-examples-'))
afterAll(() => rmSync(store, { recursive: true, force: true }))

/** As a user does: by its script, in its own folder. The sources are tested, and evidence does not stay. */
function start(name: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--run', 'start'], {
    cwd: join(examples, name),
    env: {
      ...process.env,
      CAPBENCH_STORE: join(store, name),
      NODE_OPTIONS: '--conditions=@capbench/source --disable-warning=ExperimentalWarning',
    },
    encoding: 'utf8',
    timeout: 600_000,
  })
  return { status, output: stdout + stderr }
}

/** What the evidence says of a run that went otherwise than it should. */
function shown(name: string): string {
  const show = [join(root, 'packages', 'cli', 'src', 'bin.ts'), 'show', 'latest', '--store', join(store, name)]
  return spawnSync(process.execPath, ['--conditions=@capbench/source', ...show], { encoding: 'utf8' }).stdout
}

test('the script of the README has 15 lines', () => {
  expect(read('01-smp-primes', 'main.ts').trim().split('\n')).toHaveLength(15)
})

test.each(['01-smp-primes', '03-existing-harness'])('%s stands in a document word for word', (name) => {
  const fenced = `\`\`\`ts\n${read(name, 'main.ts')}\`\`\`\n`
  const documents = ['README.md', ...globSync('docs/{*,*/*}.md', { cwd: root })]
  expect(documents.filter((file) => readFileSync(join(root, file), 'utf8').includes(fenced))).toHaveLength(1)
})

test('the examples are numbered 01 to 08, each with a page and a row of the index', () => {
  expect(Object.keys(promised)).toEqual(names)
  expect(names.map((name) => name.slice(0, 2))).toEqual(['01', '02', '03', '04', '05', '06', '07', '08'])
  const index = read('README.md')
  for (const name of names) {
    expect(read(name, 'README.md')).toContain(`node examples/${name}/main.ts`)
    expect(index).toContain(`[${name}](${name})`)
  }
})

test('what the pages of the examples link to is there', () => {
  const pages = ['README.md', ...names.map((name) => join(name, 'README.md'))]
  const dead = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^):#]+)(#[^)]*)?\)/g)].flatMap(([, link = '']) =>
      existsSync(join(examples, page, '..', link)) ? [] : [`${page}: ${link}`],
    ),
  )
  expect(dead).toEqual([])
})

describe('every example runs', () => {
  test.for(Object.entries(promised))('%s', { timeout: 630_000 }, ([name, { needs, prints }], ctx) => {
    const missing = needs.filter((program) => !findExecutable(program, root, process.env.PATH ?? '').found)
    if (missing.length > 0) ctx.skip(`${missing.join(' and ')} cannot be found`)
    const { status, output } = start(name)
    expect(status, output).toBe(0)
    const unmet = prints.filter((line) => !line.test(output))
    expect(unmet, unmet.length === 0 ? undefined : `${output}\n${shown(name)}`).toEqual([])
  })
})
