import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { verifyEvidence } from '@capbench/core'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { derive } from '../../../src/derive.ts'
import type { decodeResult } from '../../../src/encode/capnp/decode-result.ts'
import { encodeResult } from '../../../src/encode/capnp/encode-result.ts'
import { openDirectory } from '../../../src/evidence/directory.ts'
import { temporaryDirectory } from '../../store.ts'
import { edit, filesOf, reseal } from '../golden.ts'
import { frozen } from './frozen.ts'

/** What this package says of its version: so a later or earlier one reads what lies here. */
const own = vi.hoisted(() => ({ name: 'capbench', version: 'unset' }))
vi.mock('../../../src/tool.ts', () => ({ tool: own }))

const here = new URL('.', import.meta.url).pathname
const versions = readdirSync(here).flatMap((name) => /^evidence-(.+)\.json$/.exec(name)?.[1] ?? [])
const [first = 'none'] = versions
const later = '999.0.0'
const earlier = '0.0.1'

function unpacked(version: string): string {
  const directory = join(temporaryDirectory(), 'campaign')
  const bundle = JSON.parse(readFileSync(join(here, `evidence-${version}.json`), 'utf8')) as Record<string, string>
  for (const [path, bytes] of Object.entries(bundle)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), Buffer.from(bytes, 'base64'))
  }
  return directory
}

async function verify(directory: string) {
  const verification = await verifyEvidence(directory, { benchmarks: [frozen] })
  const check = verification.checks.find(({ name }) => name === 're-derive')
  return { ...verification, outcome: check?.outcome, told: check?.details.join('\n') ?? '' }
}

beforeEach(() => {
  own.version = later
})

describe.each(versions)('evidence of version %s', (version) => {
  test('follows byte for byte for that version itself', async () => {
    own.version = version
    const remedy = 'not released yet: make it again, see make.fixture.ts; released: say in added-members.ts what is new'
    expect(await verify(unpacked(version)), remedy).toMatchObject({ outcome: 'pass', told: '', exitCode: 0 })
  })

  test.each([earlier, later])('follows for version %s by the rule for other versions', async (reader) => {
    own.version = reader
    const verification = await verify(unpacked(version))
    expect(verification).toMatchObject({ outcome: 'pass', verified: true, open: [], exitCode: 0 })
    expect(verification.told).toContain(`was made by capbench ${version}, this is ${reader}`)
  })
})

/** Both encodings of a result, changed alike. */
function editResult(directory: string, change: (text: string) => string): void {
  const path = 'results/frozen/fake/smp1/elapsed'
  edit(directory, `${path}.json`, change)
  const result = JSON.parse(readFileSync(join(directory, `${path}.json`), 'utf8')) as ReturnType<typeof decodeResult>
  writeFileSync(join(directory, `${path}.bin`), encodeResult(result))
}
const scaled = (member: string, factor: number) => (text: string) =>
  text.replace(
    new RegExp(`("${member}":)([0-9.e-]+)`),
    (_, name: string, value: string) => name + Number(value) * factor,
  )

describe('a number of another version', () => {
  test('that is no integer may differ by its last bits, in every file', async () => {
    const directory = unpacked(first)
    const slightly = 1 + 2e-10
    editResult(directory, (text) => scaled('mean', slightly)(scaled('standardDeviation', slightly)(text)))
    edit(directory, 'analysis.json', (text) => scaled('serialFraction', slightly)(scaled('noiseFloor', slightly)(text)))
    edit(directory, 'summary.csv', (text) => text.replace(/3\.3615472627943\d*/, String(3.361547262794322 * slightly)))
    reseal(directory)
    expect(await verify(directory)).toMatchObject({ outcome: 'pass', exitCode: 0 })
    own.version = first
    expect(await verify(directory)).toMatchObject({ outcome: 'fail', exitCode: 1 })
  })

  test.each<[string, string, (text: string) => string]>([
    ['a mean', 'results', scaled('mean', 1 + 1e-8)],
    ['a standard deviation', 'results', scaled('standardDeviation', 1 - 1e-8)],
    ['a count of runs', 'results', (text) => text.replace('"warmups":1', '"warmups":2')],
    ['a serial fraction', 'analysis.json', scaled('serialFraction', 1 + 1e-8)],
    ['a bound of an interval', 'analysis.json', scaled('lower', 1 + 1e-8)],
    ['a number of runs of a gate', 'analysis.json', (text) => text.replace('"runs":5', '"runs":6')],
    ['a figure in words', 'analysis.json', (text) => text.replace('is 1.996x', 'is 2.996x')],
    ['a sample', 'samples.jsonl', (text) => text.replace('"value":1002', '"value":1001')],
    ['a median', 'summary.csv', (text) => text.replace(',1006,', ',1005,')],
    ['a speedup', 'summary.csv', (text) => text.replace('1.996031746031746', '1.99604')],
    ['a schema', 'capbench.json', (text) => text.replace('capbench.evidence/1', 'capbench.evidence/9')],
  ])('%s that differs by more is refused', async (_what, file, change) => {
    const directory = unpacked(first)
    if (file === 'results') editResult(directory, change)
    else edit(directory, file, change)
    reseal(directory)
    const { outcome, exitCode, told } = await verify(directory)
    expect({ outcome, exitCode }).toEqual({ outcome: 'fail', exitCode: 1 })
    expect(told).toContain(`${file}`)
    expect(told).toContain('does not follow from the raw evidence: /')
  })
})

test.each<[string, string, (text: string) => string]>([
  ['class', 'results', (text) => text.replace('"evidenceClass":"functional-only"', '"evidenceClass":"claimable"')],
  ['reason of its class', 'results', (text) => text.replace('"not-kvm",', '')],
  ['claim', 'results', (text) => text.replace('"claim":"not-claimable"', '"claim":"pass"')],
  ['label', 'results', (text) => text.replace('"provenance-unknown",', '')],
  ['hash', 'results', (text) => text.replace(/("envelope":")../, '$1ff')],
  ['verdict', 'analysis.json', (text) => text.replace('"verdict":"pass"', '"verdict":"fail"')],
  ['enforcement', 'analysis.json', (text) => text.replace('"enforced":false', '"enforced":true')],
  ['flag', 'analysis.json', (text) => text.replace('"withinNoise":false', '"withinNoise":true')],
  ['flag of drift', 'analysis.json', (text) => text.replace('"flagged":false', '"flagged":true')],
  ['stop reason', 'analysis.json', (text) => text.replace('"stopReason":"fixed"', '"stopReason":"precision"')],
  [
    'gate, left out',
    'analysis.json',
    (text) => text.replace(/"gates":\[.*?\}\],"regressions"/, '"gates":[],"regressions"'),
  ],
  ['reason for review', 'analysis.json', (text) => text.replace('"review":[]', '"review":["never"]')],
  ['status', 'summary.csv', (text) => text.replace('unsupported', 'passed')],
  ['row, left out', 'summary.csv', (text) => text.replace(/^frozen,fake,linux,reference,smp4.*\n/m, '')],
  ['class of a row', 'summary.csv', (text) => text.replace('functional-only', 'claimable')],
])('another %s than follows is refused of every version', async (_what, file, change) => {
  for (const reader of [earlier, later]) {
    own.version = reader
    const directory = unpacked(first)
    if (file === 'results') editResult(directory, change)
    else edit(directory, file, change)
    reseal(directory)
    expect(await verify(directory)).toMatchObject({ outcome: 'fail', verified: false, exitCode: 1 })
  }
})

describe('members and files', () => {
  const added = (text: string) => text.replace(/\}$/, ',"zLater":{"verdict":"pass"}}')
  const outcomeFor = async (reader: string, change: (directory: string) => void) => {
    own.version = reader
    const directory = unpacked(first)
    change(directory)
    reseal(directory)
    return (await verify(directory)).outcome
  }

  test('that nobody knows here are passed over where the maker is newer, and refused where it is older', async () => {
    const more = (directory: string) => edit(directory, 'analysis.json', added)
    expect(await outcomeFor(earlier, more)).toBe('pass')
    expect(await outcomeFor(later, more)).toBe('fail')
    const file = (directory: string) => writeFileSync(join(directory, 'later.json'), '{}')
    expect(await outcomeFor(earlier, file)).toBe('pass')
    expect(await outcomeFor(later, file)).toBe('fail')
    const column = (directory: string) =>
      edit(directory, 'summary.csv', (text) => text.trimEnd().replaceAll('\n', ',"a ""b"", c"\n').concat(',last\n'))
    expect(await outcomeFor(earlier, column)).toBe('pass')
    expect(await outcomeFor(later, column)).toBe('fail')
  })

  test('that are missing are refused', async () => {
    for (const reader of [earlier, later]) {
      for (const path of ['analysis.json', 'samples.jsonl', 'summary.csv', 'results/frozen/fake/smp4/elapsed.bin']) {
        expect(await outcomeFor(reader, (directory) => rmSync(join(directory, path)))).toBe('fail')
      }
      const less = (directory: string) => edit(directory, 'analysis.json', (text) => text.replace(/"review":\[\],/, ''))
      expect(await outcomeFor(reader, less)).toBe('fail')
    }
  })

  test('that a newer version calls critical are refused', async () => {
    const critical = (text: string) => text.replace('"contention":', '"critical":["later"],"contention":')
    expect(await outcomeFor(earlier, (directory) => edit(directory, 'analysis.json', critical))).toBe('fail')
  })

  test('of a table that is none are refused', async () => {
    for (const change of [
      (text: string) => text.trimEnd(),
      (text: string) => text.replace('frozen,', 'frozen,,'),
      (text: string) => text.replace('frozen', '"frozen'),
      (text: string) => text.replace('benchmark,target', 'target,target'),
    ]) {
      expect(await outcomeFor(later, (directory) => edit(directory, 'summary.csv', change))).toBe('fail')
    }
  })
})

test('evidence that names no version is refused', async () => {
  const directory = unpacked(first)
  edit(directory, 'config.json', (text) => text.replace(/("name":"capbench","version":")[^"]*/, '$1newest'))
  const derived = await derive(openDirectory(directory), [frozen])
  for (const [path, bytes] of derived.files) writeFileSync(join(directory, path), bytes)
  reseal(directory)
  expect(filesOf(directory)).toContain('capbench.json')
  expect(await verify(directory)).toMatchObject({ outcome: 'fail', exitCode: 2 })
})
