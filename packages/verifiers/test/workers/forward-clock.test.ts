import { forwardClock, type Span } from '@capbench/verifiers'
import { describe, expect, it } from 'vitest'
import { setting } from '../support.ts'

const judge = (...workers: readonly Span[]) => forwardClock('ns', (span: Span) => span).judge({ workers }, setting(1))

describe('forwardClock', () => {
  it('accepts spans that end after they start, from the first reading on', () => {
    expect(judge({ start: 0, end: 1 }, { start: 5, end: 7 })).toEqual({ accepted: true, checked: ['ns run forward'] })
  })

  it.each([
    ['stood still', { start: 5, end: 5 }],
    ['went back', { start: 5, end: 4 }],
    ['started before the program', { start: -1, end: 4 }],
    ['has no number', { start: Number.NaN, end: 4 }],
  ])('refuses a clock that %s', (_, span) => {
    const reason = `ns run forward: worker 1 started at ${span.start} and ended at ${span.end}`
    expect(judge({ start: 0, end: 1 }, span)).toEqual({ accepted: false, rejected: [reason] })
  })
})
