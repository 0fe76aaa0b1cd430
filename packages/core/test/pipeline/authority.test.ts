import {
  type AuthorityProfile,
  defineAuthorityProfile,
  run,
  suite,
  withAuthority,
  withCases,
  withMethod,
} from '@capbench/core'
import { fakeTarget, sandboxReport } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import { verifyEvidence } from '../../src/evidence/verify-evidence.ts'
import type { ProtocolRecord } from '../../src/protocol/record.ts'
import type { RunRequest } from '../../src/target/target.ts'
import { temporaryDirectory } from '../store.ts'
import { stored } from './campaign.ts'
import { good, toy } from './toy.ts'

type Change = (records: readonly ProtocolRecord[]) => readonly ProtocolRecord[]

/** One run of the toy in a synthetic sandbox; the report of the toy itself is changed, that of its proof is not. */
async function campaignOf(profile: AuthorityProfile = toy.authority, change: Change = (records) => records) {
  const benchmark = withAuthority(toy, profile)
  const play = (request: RunRequest) =>
    request.benchmark === 'toy' ? { ...good(request), launcher: sandboxReport(request, change) } : good(request)
  const target = fakeTarget({ name: 'fake', play, facts: { authority: 'enforced' } })
  const whole = withCases(suite({ name: 'toys', benchmarks: [benchmark], targets: [target] }), benchmark, ['smp1'])
  const campaign = await run(withMethod(whole, benchmark, { runs: 1, warmups: 0 }), { store: temporaryDirectory() })
  const verification = await verifyEvidence(campaign.directory, { benchmarks: [benchmark] })
  expect(verification).toMatchObject({ verified: true, open: [] })
  const [result] = campaign.results
  if (result === undefined) throw new Error('no result')
  return { campaign, result }
}

test('a profile that was held is enforced, and the class does not fall for it', async () => {
  const { result } = await campaignOf()
  expect(result).toMatchObject({ status: 'passed', authority: { enforcement: 'enforced' } })
  expect(result.authority.observed).toMatchObject({
    kind: 'sandbox',
    isolation: ['namespaces'],
    refused: [],
    because: [],
  })
  if (result.status === 'passed') expect(result.classReasons).not.toContain('authority-unenforced')
})

test('a target that claims to enforce, and whose records say nothing, is not believed', async () => {
  const silent: Change = (records) => records.filter(({ type }) => !['authority', 'probes', 'observed'].includes(type))
  const { result } = await campaignOf(toy.authority, silent)
  expect(result).toMatchObject({ status: 'passed', authority: { enforcement: 'unenforced' } })
  if (result.status === 'passed') expect(result.classReasons).toContain('authority-unenforced')
})

test('a step that the host refused lowers the class, and the result names step and errno', async () => {
  const refused: Change = (records) =>
    records.map(({ type, value }) =>
      type === 'authority'
        ? { type, value: { ...value, steps: [{ step: 'limits', errno: 'EPERM' }] } }
        : { type, value },
    )
  const { result } = await campaignOf(toy.authority, refused)
  expect(result).toMatchObject({ status: 'passed', evidenceClass: 'functional-only' })
  expect(result.authority).toMatchObject({ enforcement: 'unenforced', observed: { refused: ['limits: EPERM'] } })
  if (result.status === 'passed') expect(result.classReasons).toContain('authority-unenforced')
})

test('a violation is the reason of the row, and not the signal that ended the program', async () => {
  const value = { call: 'fork', number: 57, abi: 'x86_64', terms: ['process.spawn'], args: ['0x0'], ip: '0x401000' }
  const violating: Change = (records) =>
    records.flatMap((record): readonly ProtocolRecord[] =>
      record.type === 'exited'
        ? [
            { type: 'violation', value },
            { type: 'exited', value: { ...record.value, code: null, signal: 9 } },
          ]
        : [record],
    )
  const { result } = await campaignOf(toy.authority, violating)
  expect(result).toMatchObject({ status: 'invalid', reason: 'authority_exceeded', causes: [{}] })
  if (result.status === 'invalid') expect(result.detail).toContain('fork(0x0), number 57 of x86_64')
})

describe('a privileged profile', () => {
  const { terms } = toy.authority
  const tapped = defineAuthorityProfile({ name: 'tapped', terms: [...terms, 'counters'], posture: { tracing: true } })

  test('is told of before its run, and lowers the class', async () => {
    const { campaign, result } = await campaignOf(tapped)
    const [first] = stored(campaign, 'raw/toy/fake/smp1/001/host.jsonl').split('\n')
    expect(JSON.parse(first ?? '')).toMatchObject({
      kind: 'privileged',
      profile: 'tapped',
      parts: ['tracing', 'counters'],
    })
    expect(result).toMatchObject({ status: 'passed' })
    if (result.status === 'passed') expect(result.classReasons).toContain('special-build-or-caps')
  })

  test('an ordinary one is not told of', async () => {
    const { campaign } = await campaignOf()
    expect(stored(campaign, 'raw/toy/fake/smp1/001/host.jsonl')).not.toContain('privileged')
  })
})

test('what writes files and names no proofs to publish that on is informational at best', async () => {
  const writer = defineAuthorityProfile({ name: 'writer', terms: [...toy.authority.terms, 'file.write'] })
  const { result } = await campaignOf(writer)
  if (result.status === 'passed') expect(result.classReasons).toContain('publication-proofs-missing')
  const benchmark = { ...withAuthority(toy, writer), publicationProofs: ['toy-proof'] }
  const target = fakeTarget({ name: 'fake', play: (request) => good(request), facts: { authority: 'enforced' } })
  const whole = withCases(suite({ name: 'toys', benchmarks: [benchmark], targets: [target] }), benchmark, ['smp1'])
  const campaign = await run(withMethod(whole, benchmark, { runs: 1, warmups: 0 }), { store: temporaryDirectory() })
  expect(campaign.results[0]).toMatchObject({ status: 'passed' })
  expect(JSON.stringify(campaign.results[0])).not.toContain('publication-proofs-missing')
})
