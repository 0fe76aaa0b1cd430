import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Benchmark, type Verification, verifyEvidence } from '@capbench/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { toy } from '../pipeline/toy.ts'
import { temporaryDirectoryForAll } from '../store.ts'
import { copyOf, edit, makeGolden, rederive, reseal } from './golden.ts'

const store = temporaryDirectoryForAll()
const work = join(store, 'copy')
let golden = ''

beforeAll(async () => {
  golden = await makeGolden(store)
})

const verify = (directory = work, benchmarks: readonly Benchmark[] = [toy]) => verifyEvidence(directory, { benchmarks })
const told = ({ open }: Verification) => open.flatMap(({ name, details }) => details.map((each) => `${name}: ${each}`))
/** The last check that was made is the first that failed: nothing is read after an input was found hostile. */
async function expectHostile(message: string | RegExp) {
  const verification = await verify()
  expect(verification).toMatchObject({ verified: false, publishable: false, exitCode: 2 })
  expect(told(verification).join('\n')).toMatch(message)
}
const log = 'raw/toy/fake/smp1/002/records.log'
const onEvidence = (change: (directory: string) => void) => {
  copyOf(golden, work)
  change(work)
}

describe('what is no plain file is refused before anything is read', () => {
  test.each<[string, (directory: string) => void, RegExp]>([
    [
      'a link in place of a file',
      (d) => replace(d, log, (at) => symlinkSync('/etc/passwd', at)),
      /neither a regular file/,
    ],
    ['a link to a file inside', (d) => symlinkSync('config.json', join(d, 'env/link.json')), /neither a regular file/],
    ['a dangling link', (d) => symlinkSync('nowhere', join(d, 'env/link.json')), /neither a regular file/],
    [
      'a linked directory',
      (d) => replace(d, 'raw', (at) => symlinkSync(join(golden, 'raw'), at)),
      /neither a regular file/,
    ],
    ['a loop of links', (d) => symlinkSync('.', join(d, 'env/loop')), /neither a regular file/],
    ['a FIFO', (d) => replace(d, log, (at) => spawnSync('env', ['mkfifo', at])), /neither a regular file/],
    ['an upper-case name', (d) => writeFileSync(join(d, 'env/Host.json'), '{}'), /path grammar/],
    ['a hidden name', (d) => writeFileSync(join(d, 'env/.host.json'), '{}'), /path grammar/],
    ['a name with a line end', (d) => writeFileSync(join(d, 'env/a\nb'), ''), /"env\/a\\nb" does not obey/],
    ['a name with an escape', (d) => writeFileSync(join(d, 'env/a\u001b[2J'), ''), /\\u001b/],
    ['a path too deep', (d) => mkdirSync(join(d, 'raw/a/b/c/d/e/f/g/h'), { recursive: true }), /path grammar/],
    ['an empty directory', (d) => mkdirSync(join(d, 'raw/empty')), /raw\/empty is an empty directory/],
    ['a directory in place of a file', (d) => replace(d, log, (at) => mkdirSync(at)), /is an empty directory/],
    ['a file in place of a directory', (d) => replace(d, 'raw', (at) => writeFileSync(at, '')), /.*/],
  ])('%s', async (_, change, message) => {
    onEvidence(change)
    const verification = await verify()
    expect(verification.verified).toBe(false)
    expect(verification.exitCode).toBeGreaterThan(0)
    expect(told(verification).join('\n')).toMatch(message)
  })

  function replace(directory: string, path: string, make: (at: string) => void) {
    rmSync(join(directory, path), { recursive: true })
    make(join(directory, path))
  }

  test('a sparse file of 1 TiB is refused by its size, unread', async () => {
    onEvidence((directory) => truncateSync(join(directory, log), 2 ** 40))
    await expectHostile(/records\.log has 1099511627776 bytes, at most/)
  })

  test.each(['evidence.sha256', 'derived.sha256', 'config.json'])('without %s there is no evidence', async (path) => {
    onEvidence((directory) => rmSync(join(directory, path)))
    await expectHostile(path)
  })

  test('nothing at all, a file and an empty directory are no evidence', async () => {
    for (const make of [() => {}, () => writeFileSync(work, ''), () => mkdirSync(work)]) {
      rmSync(work, { recursive: true, force: true })
      make()
      await expectHostile(/layout: /)
    }
  })

  test('a directory that may not be read is told of, not taken for empty', async () => {
    onEvidence((directory) => chmodSync(join(directory, 'raw'), 0o000))
    const root = process.geteuid?.() === 0
    if (root) process.seteuid?.(65_534)
    try {
      await expectHostile(/layout: EACCES/)
    } finally {
      if (root) process.seteuid?.(0)
      chmodSync(join(work, 'raw'), 0o755)
    }
  })
})

describe('JSON that readers could take in two ways is refused, sealed or not', () => {
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}null${'}'.repeat(levels)}`
  test.each<[string, string, (text: string) => string]>([
    ['a duplicate key', 'config.json', (text) => text.replace('{', '{"suite":"other",')],
    ['a duplicate key below', 'env/host.json', (text) => text.replace('{', '{"cpu":"x",')],
    ['a line end', 'config.json', (text) => `${text}\n`],
    ['a space', 'env/campaign.json', (text) => text.replace(':', ': ')],
    ['NaN', 'env/host.json', () => '{"x":NaN}'],
    ['Infinity by exponent', 'env/host.json', () => '{"x":1e400}'],
    ['an integer beyond 2^53', 'env/host.json', () => '{"x":9007199254740993}'],
    ['another spelling of a number', 'env/host.json', () => '{"x":1.0}'],
    ['minus zero', 'env/host.json', () => '{"x":-0}'],
    ['a prototype', 'env/host.json', () => '{"__proto__":{}}'],
    ['a lone surrogate', 'env/host.json', () => '{"x":"\\ud800"}'],
    ['depth 33', 'env/host.json', () => deep(33)],
    ['depth 100,000', 'env/host.json', () => deep(100_000)],
    ['depth in a run', 'raw/toy/fake/smp1/002/run.json', () => deep(100_000)],
    ['bytes that are no UTF-8', 'env/host.json', () => '{"x":"\xff"}'],
    ['a byte order mark', 'env/host.json', (text) => `\xef\xbb\xbf${text}`],
    ['nothing', 'env/host.json', () => ''],
    ['a duplicate key in a line', 'raw/toy/fake/smp1/002/host.jsonl', (text) => text.replace('{', '{"kind":"x",')],
    ['a line of timing', 'raw/toy/fake/smp1/002/timing.jsonl', (text) => text.replace('{', '{ ')],
  ])('%s in %s', async (_, path, change) => {
    onEvidence((directory) => edit(directory, path, change))
    expect(told(await verify()).join('\n')).toContain(`${path} has the digest`)
    reseal(work)
    await expectHostile(path.endsWith('host.jsonl') ? 'raw/toy/fake/smp1/002' : path)
  })

  test.each<[string, (text: string) => string, string]>([
    ['runs without end', (text) => text.replace('"runs":2', '"runs":9007199254740991'), 'config.json'],
    ['warm-ups without end', (text) => text.replace('"warmups":1', '"warmups":4294967296'), 'config.json'],
    [
      'CPUs without end',
      (text) => text.replace('"vcpus":2', '"vcpus":1e9').replace('1e9', '1000000000'),
      'config.json',
    ],
    ['another schema', (text) => text.replace('capbench.config/1', 'capbench.config/2'), 'config.json'],
    ['a target that leaves the directory', (text) => text.replaceAll('"fake"', '"../fake"'), 'config.json'],
  ])('a configuration with %s', async (_, change, message) => {
    onEvidence((directory) => edit(directory, 'config.json', change))
    reseal(work)
    await expectHostile(message)
  })
})

describe('runs that were moved, dropped, added or renamed', () => {
  const folder = (n: number) => join(work, `raw/toy/fake/smp1/00${n}`)
  const record = (n: number) => `raw/toy/fake/smp1/00${n}/run.json`
  const swap = () => {
    renameSync(folder(2), join(work, 'aside'))
    renameSync(folder(3), folder(2))
    renameSync(join(work, 'aside'), folder(3))
  }

  test('two exchanged folders say where they belong', async () => {
    onEvidence(swap)
    reseal(work)
    await expectHostile(/002\/run\.json says that it belongs into raw\/toy\/fake\/smp1\/003/)
  })

  test.each<[string, () => void, RegExp]>([
    [
      'a warm-up that is called a measurement, and the other way round',
      () => {
        edit(work, record(1), (text) => text.replace('"warmup"', '"measured"'))
        edit(work, record(3), (text) => text.replace('"measured"', '"warmup"'))
      },
      /001 is measured toy\/fake\/smp1 1, run \d+ .*; what follows by the plan is warmup toy\/fake\/smp. 1,/,
    ],
    [
      'one run more',
      () => {
        cpSync(folder(3), folder(4), { recursive: true })
        edit(work, record(4), (text) => text.replace('"ordinal":3', '"ordinal":4').replace(/"order":\d+/, '"order":99'))
      },
      /004 is one run more than were planned/,
    ],
    [
      'two runs in another order',
      () => {
        swap()
        edit(work, record(2), (text) => text.replace('"ordinal":3', '"ordinal":2'))
        edit(work, record(3), (text) => text.replace('"ordinal":2', '"ordinal":3'))
      },
      /what follows by the plan is/,
    ],
    ['a dropped run', () => rmSync(folder(3), { recursive: true }), /(is missing|what follows by the plan is)/],
    [
      'a dropped channel',
      () => rmSync(join(folder(3), 'console.log')),
      /003\/console\.log has 0 bytes, raw\/toy\/fake\/smp1\/003\/run\.json says/,
    ],
  ])('%s: found, even where everything was derived again', async (_, change, message) => {
    onEvidence(change)
    await rederive(work)
    const verification = await verify()
    expect(verification).toMatchObject({ verified: false })
    expect(verification.exitCode).toBeGreaterThan(0)
    expect(told(verification).join('\n')).toMatch(message)
  })
})

describe('definitions come from the caller', () => {
  const other = fileURLToPath(import.meta.url)
  test.each<[string, readonly Benchmark[], string]>([
    ['none', [], 'no definition of toy 1.0.0'],
    ['another version', [{ ...toy, version: '2.0.0' }], 'toy 1.0.0 is wanted, 2.0.0 was given'],
    ['other code', [{ ...toy, module: `file://${other}` }], 'the code of toy in @capbench/core'],
    ['no proof', [{ ...toy, proofs: [] }], 'no definition of toy-proof'],
  ])('%s: re-derive is skipped, which verifies nothing', async (_, benchmarks, why) => {
    const verification = await verify(golden, benchmarks)
    expect(verification.checks.at(-1)).toMatchObject({ name: 're-derive', outcome: 'skipped' })
    expect(told(verification)[0]).toContain(why)
    expect(verification).toMatchObject({ verified: false, publishable: false, exitCode: 2 })
  })

  test('another version of capbench is no place to hide behind: everything is derived all the same', async () => {
    onEvidence((directory) =>
      edit(directory, 'config.json', (text) => text.replace(/("name":"capbench","version":")[^"]+/, '$19.9.9')),
    )
    reseal(work)
    expect(await verify()).toMatchObject({ verified: false, exitCode: 1 })
    await rederive(work)
    expect(await verify()).toMatchObject({ verified: true, exitCode: 0 })
    edit(work, 'samples.jsonl', (text) => text.replace(/"value":\d/, (found) => `${found}0`))
    reseal(work)
    expect(await verify()).toMatchObject({ verified: false, exitCode: 1 })
  })

  test('3 only where publishable was asked for and everything else holds', async () => {
    const ask = (directory: string) => verifyEvidence(directory, { benchmarks: [toy], publishable: true })
    expect(await ask(golden)).toMatchObject({ verified: true, publishable: false, exitCode: 3 })
    onEvidence((directory) => edit(directory, 'summary.csv', (text) => text.replace('toy', 'toi')))
    expect(await ask(work)).toMatchObject({ exitCode: 1 })
  })
})
