import { probedTerms, type Term } from '@capbench/core'
import { beforeAll, expect, test } from 'vitest'
import { launch } from '../support/launch.ts'
import { built, temporaryDirectory } from '../support/programs.ts'
import { only, probesIn, readRecords } from '../support/records.ts'
import { launcherNonce, nonce } from '../support/run.ts'
import { vocabulary } from './subsets.ts'

const directory = temporaryDirectory()
let [launcher, program] = ['', '']
beforeAll(async () => {
  launcher = await built('capbench-launch', directory)
  program = await built('bad-authority', directory)
})

/** Terms of which the filter alone cannot tell a use, where these others are granted. */
function isLeftToNamespaces(term: string, granted: readonly Term[]): boolean {
  return term.startsWith('stats.read(')
    ? granted.includes('file.read')
    : term === 'net.external' && granted.includes('net.loopback')
}

/** Launches a program that does nothing, and holds the probes before it to the terms. */
async function holdProbes(granted: readonly Term[], ctx: string): Promise<void> {
  const { code, report } = await launch(launcher, [program, nonce, 'nothing'], ['--authority', granted.join(',')])
  expect(code, ctx).toBe(0)
  const records = readRecords(report, launcherNonce)
  const { isolation } = only(records, 'authority') as { readonly isolation: string }
  const probes = probesIn(records)
  expect(probes.map(({ term }) => term).sort(), ctx).toEqual([...probedTerms(granted)].sort())
  for (const { term, errno, outcome, by } of probes) {
    const left = isLeftToNamespaces(term, granted)
    if (left && isolation === 'none') continue
    expect({ outcome, by }, `${ctx}: ${term}`).toEqual({ outcome: 'denied', by: left ? 'kernel' : 'filter' })
    if (!left) expect(errno, `${ctx}: ${term}`).toBe('EPERM')
  }
}

test('with one term granted every other enforced one is probed and denied', async () => {
  for (const term of vocabulary) await holdProbes([term], term)
})

test('with one term missing it is probed and denied, whatever else is granted', async () => {
  for (const term of vocabulary)
    await holdProbes(
      vocabulary.filter((other) => other !== term),
      `all but ${term}`,
    )
})
