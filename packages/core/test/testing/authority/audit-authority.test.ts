import { defineAuthorityProfile, type PartOutcome, type Term, withAuthority } from '@capbench/core'
import { auditAuthority, fakeTarget, sandboxReport } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../../store.ts'
import { type Flaws, type Tally, tally, tallyTranscript } from '../benchmark/tally.ts'

/** A host that enforces profiles: without one term the run is lost, without another the program measures nothing. */
const host = ({ fatal, quiet }: { readonly fatal?: Term; readonly quiet?: Term } = {}) =>
  fakeTarget({
    name: 'fake',
    facts: { authority: 'enforced' },
    play: (request) => {
      const lacks = (term: Term | undefined) => term !== undefined && !request.authority.terms.includes(term)
      const ns = lacks(quiet) ? 0 : 5
      const { records } = tallyTranscript(request.vcpus, { nonce: request.nonce, ns }).channels
      return { records, ...(lacks(fatal) && { launcher: sandboxReport(request, () => []) }) }
    },
  })

/** The tally under a profile with these terms besides. */
const wider = (more: readonly Term[], flaws: Flaws = {}) => {
  const benchmark = tally(temporaryDirectory(), flaws)
  const { name, terms } = benchmark.authority
  return withAuthority(benchmark, defineAuthorityProfile({ name, terms: [...terms, ...more] }))
}

describe('a term of a profile is', () => {
  test('unneeded where the run passes without it, and measures as much', async () => {
    const { unneeded, terms } = await auditAuthority({ benchmark: wider(['timer']), target: host() })
    expect(unneeded).toEqual(['timer'])
    expect(terms.map(({ term, outcome }) => [term, outcome])).toEqual([
      ['cpu', 'inherent'],
      ['clock.monotonic', 'inherent'],
      ['timer', 'unneeded'],
    ])
  })

  test('needed where the run is refused without it', async () => {
    const { unneeded, terms } = await auditAuthority({ benchmark: wider(['timer']), target: host({ fatal: 'timer' }) })
    expect(unneeded).toEqual([])
    expect(terms.at(-1)).toMatchObject({ outcome: 'needed', detail: expect.stringMatching(/^records_lost: launcher/) })
  })

  test('needed where the run passes and a metric is gone, which is named', async () => {
    const absent = { measured: false, reason: 'not_applicable', cause: 'no_authority', detail: 'it may not' } as const
    const outcome = ({ parts }: Tally): PartOutcome => (parts[0]?.ns === 0 ? absent : { measured: true })
    const benchmark = wider(['signal', 'timer'], { outcome })
    const { unneeded, terms } = await auditAuthority({ benchmark, target: host({ quiet: 'signal' }) })
    expect(unneeded).toEqual(['timer'])
    expect(terms.find(({ term }) => term === 'signal')).toEqual({
      ...{ term: 'signal', outcome: 'needed', detail: 'the run passed, and no longer measured elapsed' },
    })
  })
})

test('nothing follows from a benchmark that does not pass under its whole profile', async () => {
  const audit = auditAuthority({ benchmark: wider(['timer']), target: host({ fatal: 'file.read' }) })
  await expect(audit).rejects.toMatchObject({ code: 'CAPBENCH_USAGE' })
})
