import { fixtureEnvelope } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import type { HostEvent } from '../../src/target/events.ts'
import type { Envelope, TargetFacts } from '../../src/target/facts.ts'
import { declaredOnly, emulatorCauses, seenByEmulators } from '../../src/verify/emulator.ts'

const envelope: Envelope = {
  ...fixtureEnvelope,
  emulator: 'qemu',
  emulatorVersion: '7.2.22',
  machine: 'q35',
  firmware: 'OVMF',
  cpuModel: 'host',
  memoryBytes: 2 ** 31,
  accelerator: 'kvm',
}
const facts = (change: Partial<Envelope> = {}, declared: readonly string[] = []) =>
  ({ envelope: { ...envelope, ...change }, declared }) as unknown as TargetFacts
const line = '-M q35 -accel kvm -cpu host -m 2G -smp 2 -bios /usr/share/OVMF.fd'
const ran = (text: string, version: string | null = '7.2.22'): HostEvent => ({
  kind: 'emulator',
  atNs: 1,
  pid: 7,
  args: ['/usr/bin/qemu-system-x86_64', ...text.split(' ')],
  version,
})
const told = (event: HostEvent, change: Partial<Envelope> = {}, vcpus = 2) =>
  emulatorCauses([event], facts(change), vcpus).map(({ reason, detail }) => `${reason}: ${detail}`)

describe('an emulator that was found', () => {
  test('agrees with the envelope in every field that it was told', () => {
    expect(told(ran(line))).toEqual([])
    const fields = seenByEmulators([ran(line)], facts(), 2).map(({ field }) => field)
    expect(fields).toEqual([
      ...['emulator', 'emulatorVersion', 'machine', 'firmware', 'cpuModel', 'memoryBytes', 'accelerator', 'vcpus'],
    ])
  })

  test.each<[string, HostEvent, string]>([
    ['machine', ran(line.replace('q35', 'pc')), 'machine: the envelope says q35, the emulator that ran was told pc'],
    ['CPU model', ran(line.replace('host', 'qemu64')), 'cpuModel: the envelope says host'],
    ['memory', ran(line.replace('2G', '512M')), 'memoryBytes: the envelope says 2147483648'],
    ['vCPUs', ran(line.replace('-smp 2', '-smp 1')), 'vcpus: the envelope says 2, the emulator that ran was told 1'],
    ['vCPUs unsaid', ran(line.replace(' -smp 2', '')), 'told 1'],
    ['firmware', ran(line.replace('OVMF', 'seabios')), 'firmware: the envelope says OVMF'],
    ['version', ran(line, '9.0.0'), 'emulatorVersion: the envelope says 7.2.22'],
    [
      'accelerator',
      ran(line.replace('kvm', 'tcg')),
      'accelerator: the envelope says kvm, the emulator that ran was told tcg',
    ],
    ['accelerator unsaid', ran(line.replace('-accel kvm ', '')), 'told tcg'],
    ['fallback', ran(`${line} -accel tcg`), 'told kvm, then tcg (a silent fallback)'],
    ['icount', ran(`${line} -icount 1`), 'told kvm,icount'],
  ])('contradicts it: %s', (_, event, detail) => {
    const [first, ...others] = told(event)
    expect(first).toContain('workload_mismatch: ')
    expect(first).toContain(detail)
    expect(others).toEqual([])
  })

  test('a mode of threads is compared where both say one', () => {
    const tcg = (mode: string) => ran(line.replace('kvm', `tcg${mode}`))
    expect(told(tcg(',thread=multi'), { accelerator: 'tcg,thread=multi' })).toEqual([])
    expect(told(tcg(',thread=single'), { accelerator: 'tcg,thread=multi' })).toHaveLength(1)
    expect(told(tcg(',thread=single'), { accelerator: 'tcg' })).toHaveLength(1)
    expect(told(tcg(''), { accelerator: 'tcg,thread=multi' })).toEqual([])
    expect(seenByEmulators([tcg('')], facts({ accelerator: 'tcg,thread=multi' }), 2)).not.toContainEqual(
      expect.objectContaining({ field: 'accelerator' }),
    )
  })

  test('with one thread for several vCPUs is refused where nobody said another, and for one vCPU is not', () => {
    const open = { accelerator: null }
    const single = ran(line.replace('kvm', 'tcg,thread=single'))
    expect(told(single, open)).toEqual([expect.stringMatching(/^workload_mismatch: .*thread=single/)])
    expect(told(ran(`${line.replace('kvm', 'tcg')} -icount 1`), open)).toEqual([expect.stringContaining('-icount')])
    expect(told(ran(line.replace('kvm', 'tcg,thread=single').replace('-smp 2', '-smp 1')), open, 1)).toEqual([])
    expect(told(ran(`-icount 1 -version`), open)).toEqual([])
  })

  test('one that only answers a question, and a field that the envelope leaves open, contradict nothing', () => {
    expect(told(ran('-version'))).toEqual([])
    expect(told(ran(line.replace('q35', 'pc')), { machine: null })).toEqual([])
  })
})

describe('what was declared', () => {
  const declared = ['machine', 'memoryBytes', 'network']
  test('stays so until every run was seen to agree', () => {
    expect(declaredOnly([[ran(line)], [ran(line)]], facts({}, declared), 2)).toEqual(['network'])
    expect(declaredOnly([[ran(line)], []], facts({}, declared), 2)).toEqual(declared)
    expect(declaredOnly([], facts({}, declared), 2)).toEqual(declared)
    expect(declaredOnly([[ran('-M pc -m 2G')]], facts({}, declared), 2)).toEqual(['machine', 'network'])
    expect(declaredOnly([[ran(line), ran('-M pc -m 2G')]], facts({}, declared), 2)).toEqual(['machine', 'network'])
  })
})

describe('a target that says that a run boots one machine', () => {
  const found = (pid: number, ...words: readonly string[]): HostEvent => ({
    kind: 'emulator',
    atNs: 1,
    pid,
    args: ['qemu-system-x86_64', ...words],
    version: null,
  })
  const any = facts({ accelerator: null })
  const once = { ...any, boots: 1 } as const
  const causes = (...events: readonly HostEvent[]) => emulatorCauses(events, once, 1).map(({ detail }) => detail)

  test('is refused where a second one was found, with what can be done', () => {
    expect(causes(found(7), found(8))).toEqual([
      '1 machine was to be booted in a run, 2 were found (processes 7, 8): make the harness boot one case once in ' +
        "each invocation, or say invocation: 'all-cases'",
    ])
    expect(causes(found(7, '-daemonize'), found(8, '-daemonize'), found(9))).toHaveLength(1)
    expect(emulatorCauses([found(7), found(8)], any, 1)).toEqual([])
  })

  test('is believed with one, whatever other processes only asked, and where it went to the background', () => {
    expect(causes()).toEqual([])
    expect(causes(found(6, '--version'), found(7), found(7), found(8, '-machine', 'help'))).toEqual([])
    expect(causes(found(7, '-daemonize'), found(8, '-daemonize'))).toEqual([])
  })
})
