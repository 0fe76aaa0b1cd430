import type { HostEvent, RunRequest, TargetFacts } from '@capbench/core'
import { fixtureEnvelope } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { preparedLines } from '../../src/output/prepared.ts'
import { answer, capbench, toySource } from '../toy.ts'

const facts: TargetFacts = {
  schema: 'capbench.target/1',
  name: 'linux',
  arch: 'x86_64',
  subsystems: [],
  unmet: [],
  cpus: [0, 1],
  pinning: 'process',
  accelerator: 'tcg',
  nesting: 'unknown',
  envelope: { ...fixtureEnvelope, emulator: 'qemu', emulatorVersion: '7.2.22' },
  declared: [],
  identity: {},
  provenance: { source: 'debian:linux=6.1', commit: null, dirty: null, build: null },
  cleanExit: { code: 33, launcher: true },
  faults: [],
  authority: 'unenforced',
  notes: [],
}

test('what a target found stands in one line', () => {
  expect(preparedLines(facts)).toEqual(['linux: qemu 7.2.22, tcg, from debian:linux=6.1, CPUs 0,1'])
  const native: TargetFacts = {
    ...facts,
    name: 'native',
    accelerator: 'native',
    pinning: 'none',
    envelope: fixtureEnvelope,
    provenance: { ...facts.provenance, source: null },
  }
  expect(preparedLines(native)).toEqual(['native: CPUs 0,1 (not pinned)'])
})

test('what a target lacks comes with its remedy', () => {
  const unmet = [{ need: 'KVM', detail: 'KVM is emulated', remedy: 'Ask for tcg.' }]
  expect(preparedLines({ ...facts, accelerator: 'none', cpus: [], envelope: fixtureEnvelope, unmet })).toEqual([
    'linux: no accelerator, from debian:linux=6.1, no CPUs',
    'linux lacks KVM: KVM is emulated. Ask for tcg.',
  ])
})

test('one run is no plural, and a warm-up is called that', async () => {
  const run = ['run', '--targets', 'linux', '--cases', 'smp1', '--runs', '1']
  const { stderr } = await capbench([...run, '--warmups', '0'])
  expect(stderr).toContain(': 1 run, 0 rows unsupported')
  const warm = await capbench([...run, '--warmups', '1'])
  expect(warm.stderr).toContain(': 2 runs, ')
  expect(warm.stderr).toContain('warm-up 1: elapsed')
})

test('a run that is set aside says why and comes again, as often as --attempts allows', async () => {
  const threads = (delayNs: number) => [{ tid: 7, comm: 'vcpu', runNs: 1, delayNs }]
  const delayed: readonly HostEvent[] = [
    { kind: 'schedstat', atNs: 1, threads: threads(0) },
    { kind: 'schedstat', atNs: 1_000_000_001, threads: threads(400_000_000) },
  ]
  const play = (request: RunRequest) => ({ ...answer(request), events: delayed })
  const run = ['run', '--targets', 'linux', '--cases', 'smp1', '--runs', '1', '--warmups', '0']
  const { stderr, stdout } = await capbench([...run, '--attempts', '3'], { source: toySource(play).source })
  const because = 'thread 7 waited 40 % of the region for a CPU (400 ms; 5 % is let pass)'
  expect(stderr).toContain(`measured 1: elapsed 1,000,000 ns, set aside: ${because}`)
  expect(stderr).toContain(`measured 2, attempt 2: elapsed 1,000,000 ns, set aside: ${because}`)
  expect(stderr).toContain(`[3/3] toy linux smp1 measured 3, attempt 3: elapsed 1,000,000 ns, contended: ${because}`)
  expect(stdout).toContain('1 (+2 again)')
  const once = await capbench([...run, '--attempts', '1'], { source: toySource(play).source })
  expect(once.stderr).toContain('[1/1]')
  expect(once.stderr).not.toContain('set aside')
})
