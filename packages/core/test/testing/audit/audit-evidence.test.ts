import { join } from 'node:path'
import { verifyEvidence } from '@capbench/core'
import { type AuditReport, auditEvidence, mutationKinds } from '@capbench/core/testing'
import { beforeAll, expect, test } from 'vitest'
import { tryMutations } from '../../../src/testing/audit/audit-evidence.ts'
import { copyEvidence } from '../../../src/testing/audit/copy.ts'
import { toy } from '../../pipeline/toy.ts'
import { temporaryDirectoryForAll } from '../../store.ts'
import { eventfulGolden } from './eventful-golden.ts'

const store = temporaryDirectoryForAll()
let golden = ''
beforeAll(async () => {
  golden = await eventfulGolden(store)
})

const missed = ({ mutations }: AuditReport) =>
  mutations.filter(({ caught }) => !caught).map(({ what, check, told }) => ({ what, wanted: check, told }))

test.each(mutationKinds)(
  'every mutation of the kind %s is told of by the right check',
  { timeout: 600_000 },
  async (kind) => {
    const report = await auditEvidence(golden, { benchmarks: [toy], work: join(store, `work-${kind}`), kinds: [kind] })
    console.log(`mutation audit, ${kind}: ${report.tried} tried, ${report.caught} caught`)
    expect(missed(report)).toEqual([])
    expect(report.caught).toBe(report.tried)
    expect(report.tried).toBeGreaterThan(30)
  },
)

test('a mutation that is told of by another check, or by none, is not caught', async () => {
  const copy = copyEvidence(golden, join(store, 'work-none'))
  const verify = () => verifyEvidence(copy.directory, { benchmarks: [toy] })
  const mutation = { kind: 'byte', what: 'a comma more', check: 'digests', says: 'summary.csv has the digest' } as const
  const append = () => copy.write('summary.csv', `${copy.text('summary.csv')},`)
  const tried = await tryMutations(
    copy,
    [
      { ...mutation, apply: append },
      { ...mutation, apply: () => undefined },
      { ...mutation, apply: append, check: 'content' },
      { ...mutation, apply: append, says: 'analysis.json has the digest' },
    ],
    verify,
  )
  expect(tried.map(({ caught }) => caught)).toEqual([true, false, false, false])
  expect(tried[1]?.told).toEqual([])
  expect(tried[3]?.told[0]).toContain('digests: summary.csv has the digest')
})

test('an audit does not begin with evidence that does not verify', async () => {
  const broken = copyEvidence(golden, join(store, 'broken'))
  broken.remove('summary.csv')
  const audit = auditEvidence(broken.directory, { benchmarks: [toy], work: join(store, 'work-broken') })
  await expect(audit).rejects.toThrow(/untouched, this does not: manifests: summary.csv/)
})
