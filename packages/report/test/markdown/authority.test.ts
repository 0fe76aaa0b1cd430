import { readFileSync } from 'node:fs'
import type { JsonObject } from '@capbench/core'
import { sandboxReport } from '@capbench/core/testing'
import { renderWarnings, writeReport } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, campaignOf } from '../campaign.ts'

test('a row says how its profile was held, and every deviation of its build', async () => {
  const campaign = await campaignOf({ facts: { authority: 'enforced' } })
  const text = readFileSync(writeReport(campaign), 'utf8')
  expect(text).toContain('| Class | Posture |')
  expect(text).toMatch(/\| enforced; tracing \|/)
  expect(text).toMatch(/\| unenforced; tracing \|/)
  const [, authority = ''] = text.split('### Authority and posture')
  expect(authority).toMatch(/\| toy \| other \| toy \| cpu \| enforced; tracing \| namespaces \| \d\d \|/)
})

test('what the host refused, and what that leaves open, is listed and warned of', async () => {
  const steps = [{ step: 'namespaces', errno: 'EPERM' }]
  const campaign = await campaignOf({
    facts: { authority: 'enforced' },
    play: (request) => ({
      ...answer(request),
      launcher: sandboxReport(request, (records) =>
        records.flatMap(({ type, value }) => {
          if (type === 'authority') return [{ type, value: { ...value, steps, isolation: 'none' } }]
          if (type !== 'probes') return [{ type, value }]
          const { 'ipc.sysv': _, ...calls } = value.calls as JsonObject
          const open = { outcome: 'allowed', errno: null, by: 'none', calls: { 'ipc.sysv': 'shmget' } }
          return [
            { type, value: { ...value, calls } },
            { type, value: open },
          ]
        }),
      ),
    }),
  })
  const text = readFileSync(writeReport(campaign), 'utf8')
  expect(text).toContain('toy on other, refused by the host: namespaces: EPERM')
  expect(text).toContain('open though not granted: ipc.sysv: shmget')
  expect(renderWarnings(campaign)).toContain('warning: authority not held: the host refused namespaces (EPERM)')
})
