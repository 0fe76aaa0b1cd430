import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readCampaign, verifyEvidence } from '@capbench/core'
import { describe, expect, test } from 'vitest'
import { derive } from '../../../src/derive.ts'
import { openDirectory } from '../../../src/evidence/directory.ts'
import { temporaryDirectory } from '../../store.ts'
import { edit, filesOf, reseal } from '../golden.ts'
import { frozen } from './frozen.ts'

const here = new URL('.', import.meta.url).pathname
const versions = readdirSync(here).flatMap((name) => /^evidence-(.+)\.json$/.exec(name)?.[1] ?? [])

/** A campaign that an earlier version made, unpacked. */
function unpacked(version: string): string {
  const directory = join(temporaryDirectory(), 'campaign')
  const bundle = JSON.parse(readFileSync(join(here, `evidence-${version}.json`), 'utf8')) as Record<string, string>
  for (const [path, bytes] of Object.entries(bundle)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), Buffer.from(bytes, 'base64'))
  }
  return directory
}
const storedResults = (directory: string) =>
  filesOf(directory)
    .filter((path) => /^results\/.*\.json$/.test(path))
    .map((path) => JSON.parse(readFileSync(join(directory, path), 'utf8')) as Record<string, unknown>)
const verify = async (directory: string) => {
  const verification = await verifyEvidence(directory, { benchmarks: [frozen] })
  const outcomes = Object.fromEntries(verification.checks.map(({ name, outcome }) => [name, outcome]))
  return { ...verification, outcomes, told: verification.checks.flatMap(({ details }) => details).join('\n') }
}
/** What a reader decides about each row. */
const decisions = async (directory: string) =>
  (await derive(openDirectory(directory), [frozen])).results.map((result) => ({
    case: result.case,
    status: result.status,
    labels: result.labels,
    ...(result.status === 'passed' && { evidenceClass: result.evidenceClass, claim: result.claim }),
  }))

describe.each(versions)('evidence of version %s', (version) => {
  test('is read, and every file of it is what its manifests say', async () => {
    const { outcomes } = await verify(unpacked(version))
    expect(outcomes).toMatchObject({ layout: 'pass', manifests: 'pass', digests: 'pass', content: 'pass' })
  })

  test('leads to the same decisions and figures', async () => {
    const directory = unpacked(version)
    const { results } = await readCampaign(directory, [frozen])
    const stored = storedResults(directory)
    expect(results).toHaveLength(stored.length)
    for (const result of results) {
      const old = stored.find(({ case: name }) => name === result.case)
      const { status, evidenceClass, result: arm } = old ?? {}
      expect(result).toMatchObject({ status, ...(evidenceClass !== undefined && { evidenceClass }) })
      if (result.status === 'passed') expect(result.measurement).toMatchObject(figuresOf(arm))
    }
  })
})

/** The figures that every version has. */
function figuresOf(arm: unknown): { readonly median: number; readonly samples: readonly number[] } {
  const { measurement } = arm as { readonly measurement: { readonly median: number; readonly samples: number[] } }
  return { median: measurement.median, samples: measurement.samples }
}

describe('evidence of a later version', () => {
  const version = versions.at(-1) ?? 'none'
  /** What a careless reader might take a verdict from. */
  const tempting =
    '"accepted":true,"authorityHeld":true,"claimable":true,"later":{"a":[1]},"trusted":true,"verified":true'
  /** Canonical JSON has its members in order; these go where they belong. */
  const withMembers = (text: string) => {
    const value = JSON.parse(text) as Record<string, unknown>
    const added = { ...value, ...(JSON.parse(`{${tempting}}`) as Record<string, unknown>) }
    return canonical(added)
  }
  const canonical = (value: unknown): string =>
    Array.isArray(value)
      ? `[${value.map(canonical).join(',')}]`
      : typeof value === 'object' && value !== null
        ? `{${Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`)
            .join(',')}}`
        : JSON.stringify(value)
  const raw = (directory: string) => filesOf(directory).filter((path) => /^(config|env|raw|proofs).*\.json$/.test(path))

  test('is read where it only says more, and what it says more improves nothing', async () => {
    const directory = unpacked(version)
    const before = await decisions(directory)
    for (const path of raw(directory)) edit(directory, path, withMembers)
    reseal(directory)
    expect((await verify(directory)).outcomes).toMatchObject({ layout: 'pass', digests: 'pass', content: 'pass' })
    expect(await decisions(directory)).toEqual(before)
  })

  test('may say more of a benchmark, a target and an entry', async () => {
    const directory = unpacked(version)
    const before = await decisions(directory)
    edit(directory, 'config.json', (text) => {
      const config = JSON.parse(text) as Record<string, readonly object[]>
      const more = (list: readonly object[] = []) => list.map((each) => ({ ...each, zLater: true, accepted: true }))
      const { benchmarks, targets, entries } = config
      return canonical({ ...config, benchmarks: more(benchmarks), targets: more(targets), entries: more(entries) })
    })
    reseal(directory)
    expect(await decisions(directory)).toEqual(before)
  })

  test.each(['config.json', 'env/campaign.json', 'env/target-fake.json', 'raw/frozen/fake/smp1/002/run.json'])(
    'is refused where %s says that something new is critical, or is of another major version',
    async (path) => {
      const directory = unpacked(version)
      edit(directory, path, (text) => canonical({ ...(JSON.parse(text) as object), critical: ['sampling'] }))
      reseal(directory)
      expect(await verify(directory)).toMatchObject({ verified: false, exitCode: 2 })
      expect((await verify(directory)).told).toContain(`${path} says that "sampling" is critical`)
      const other = unpacked(version)
      edit(other, path, (text) => text.replace(/("schema":"capbench\.[a-z]+\/)1"/, '$12"'))
      reseal(other)
      expect(await verify(other)).toMatchObject({ verified: false, exitCode: 2 })
      expect((await verify(other)).told).toContain(path)
    },
  )

  test('with a status, an end or a kind of run that is not known here is refused, not taken for good', async () => {
    for (const [path, from, to] of [
      ['raw/frozen/fake/smp1/002/run.json', '"end":"finished"', '"end":"splendid"'],
      ['raw/frozen/fake/smp1/002/run.json', '"kind":"measured"', '"kind":"certified"'],
      ['env/campaign.json', '"ended":"done"', '"ended":"perfect"'],
      ['env/target-fake.json', '"authority":"unenforced"', '"authority":"proven"'],
    ] as const) {
      const directory = unpacked(version)
      edit(directory, path, (text) => text.replace(from, to))
      reseal(directory)
      expect(await verify(directory)).toMatchObject({ verified: false, exitCode: 2 })
    }
  })
})
