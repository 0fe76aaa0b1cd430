import { terms } from '@capbench/core'
import { encodeStream } from '@capbench/core/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/define/json.ts'
import {
  all,
  type Change,
  edited,
  judged,
  judgedBytes,
  patched,
  preceding,
  probing,
  refusing,
  unfiltered,
  without,
} from './reports.ts'

const details = ({ causes }: ReturnType<typeof judged>) => causes.map(({ reason, detail }) => `${reason}: ${detail}`)
const allowed = { errno: null, outcome: 'allowed', by: 'none' }
const noCapabilities = '0'.repeat(16)
const capable = (set: string, bits: string): Change =>
  edited('observed', (seen) => ({ ...seen, capabilities: { ...(seen.capabilities as JsonObject), [set]: bits } }))
const shared = (name: string): Change =>
  edited('observed', (seen) => ({ ...seen, namespaces: { ...(seen.namespaces as JsonObject), [name]: 'shared' } }))
const holding = (descriptor: JsonObject): Change =>
  edited('observed', (seen) => ({
    ...seen,
    descriptors: [...(seen.descriptors as readonly JsonObject[]), descriptor],
  }))
const violation = {
  type: 'violation',
  value: {
    call: 'socket',
    number: 41,
    abi: 'x86_64',
    terms: ['net.loopback', 'net.external'],
    args: ['0x2', '0x1', '0x0'],
    ip: '0x401502',
  },
}

test('a whole report of a profile that was held is enforced, and lists what was denied', () => {
  const { causes, seen } = judged()
  expect(causes).toEqual([])
  expect(seen).toMatchObject({ standing: 'enforced', because: [], refused: [], open: [], isolation: 'namespaces' })
  const denied = seen?.kind === 'sandbox' ? seen.denied : []
  expect(denied).toContain('net.external')
  expect(denied).not.toContain('process.spawn')
})

test('a violation names call, arguments, place and terms, and is the only cause of its end', () => {
  const { causes } = judged(all(preceding('exited', violation), patched('exited', { code: null, signal: 9 })))
  expect(causes).toHaveLength(1)
  expect(causes[0]).toMatchObject({ reason: 'authority_exceeded', status: 'invalid' })
  expect(causes[0]?.detail).toContain('socket(0x2, 0x1, 0x0), number 41 of x86_64, at 0x401502')
  expect(causes[0]?.detail).toContain('net.loopback or net.external; the profile modest does not grant them')
})

test('a violation counts in a report that is torn behind it', () => {
  const request = { nonce: 'b'.repeat(32) }
  const begin = { program: 'capbench-launch', version: '0' }
  const whole = Buffer.from(encodeStream(request.nonce, begin, [violation]))
  const torn = whole.subarray(0, whole.length - 20)
  expect(details(judgedBytes(torn))[0]).toContain('authority_exceeded: the program called socket')
  expect(judgedBytes(torn).seen).toBeUndefined()
})

const wider: readonly (readonly [string, Change, string])[] = [
  ['a probe went through', probing('net.external', allowed), 'net.external, which is not granted, was open'],
  ['the launcher granted more', patched('authority', { terms: ['cpu', 'counters'] }), 'the launcher granted counters'],
  ['it ran as root', patched('observed', { uid: [65534, 0, 0, 0] }), 'ran as user 65534/0/0/0'],
  ['it ran in the group of root', patched('observed', { gid: [0, 0, 0, 0] }), 'ran in group 0/0/0/0'],
  ['it had further groups', patched('observed', { groups: [4] }), 'further groups 4'],
  [
    'it had a capability',
    capable('effective', '0000000000200000'),
    'CAP_SYS_ADMIN in its effective set, which grants mount',
  ],
  [
    'it could raise one',
    capable('bounding', '0000000002000000'),
    'CAP_SYS_TIME in its bounding set, which grants time.set',
  ],
  ['it had one that is not known', capable('permitted', '8000000000000000'), 'capability 63'],
  ['it could gain privileges', patched('observed', { noNewPrivs: false }), 'gain privileges by exec'],
  [
    'the kernel had no filter',
    patched('observed', { seccomp: 0, filters: 0 }),
    'counted 0 in mode 0, which grants posture.change',
  ],
  ['it shared the network', shared('net'), 'shared the net name space of its surroundings, which grants net.external'],
  ['it shared the processes', shared('pid'), 'which grants signal.other'],
  [
    'it had a mount of files',
    patched('observed', { mounts: ['/home ro,nosuid,nodev,noexec ext4'] }),
    'a mount of files: /home',
  ],
  ['it could write', patched('observed', { mounts: ['/ rw,nosuid,nodev,noexec tmpfs'] }), 'which grants file.write'],
  ['it saw no mounts at all', patched('observed', { mounts: [] }), 'its mounts could not be read'],
  ['mounts found no room', patched('observed', { omitted: { mounts: 3, descriptors: 0 } }), '3 more mounts'],
  ['it held a device', holding({ fd: 5, is: '/dev/kvm' }), 'descriptor 5, /dev/kvm, which grants device'],
  ['it held a socket', holding({ fd: 9, is: 'socket' }), 'which grants net.external'],
  [
    'its input was the console',
    edited('observed', (seen) => ({ ...seen, descriptors: [{ fd: 0, is: '/dev/console' }] })),
    'descriptor 0, /dev/console',
  ],
  ['it had threads', patched('observed', { threads: 2 }), '2 threads before it ran'],
  [
    'counters were read',
    preceding('exited', { type: 'stats', value: { source: 'vmstat', when: 'before', text: 'x' } }),
    'needs stats.read(vmstat)',
  ],
]

describe('wider than declared is invalid', () => {
  test.each(wider)('where %s', (_, change, says) => {
    const found = details(judged(change))
    expect(found.join('\n')).toContain(says)
    expect(found.every((detail) => detail.startsWith('authority_exceeded: '))).toBe(true)
  })
})

test('what the profile grants is no deviation', () => {
  expect(
    judged(patched('observed', { mounts: ['/ rw,nosuid,nodev,noexec tmpfs'] }), {
      ...unfiltered,
      name: 'writer',
      terms: ['cpu', 'file.write'],
      posture: { ...unfiltered.posture, filter: true },
    }).causes,
  ).toEqual([])
})

test('another file than the planned one is another workload', () => {
  expect(details(judged(patched('observed', { executable: 'e'.repeat(64) })))).toEqual([
    `workload_mismatch: the kernel executed ${'e'.repeat(64)}, planned was ${'a'.repeat(64)}`,
  ])
})

const none = patched('authority', { isolation: 'none' })
const weaker: readonly (readonly [string, Change, string])[] = [
  [
    'the host refused the name spaces',
    all(refusing('user-namespace', 'ENOSPC'), none, shared('net')),
    'refused user-namespace (ENOSPC)',
  ],
  ['the host refused a mount', refusing('mount-root', 'EACCES'), 'the host refused mount-root (EACCES)'],
  [
    'the host refused the filter',
    all(refusing('filter', 'EINVAL'), patched('authority', { filter: null })),
    'refused filter (EINVAL)',
  ],
  ['no step was even tried', all(none, shared('mnt')), 'shared the name spaces of its host'],
  ['no filter was installed', patched('authority', { filter: null }), 'no filter was installed'],
  ['there are no probes', without('probes'), 'nobody tried whether'],
  ['it was never seen', without('observed'), 'nobody saw it before exec'],
  ['what ran was not hashed', patched('observed', { executable: null }), 'a file that nobody has hashed'],
  [
    'without the filter a term was open',
    all(refusing('filter', 'EINVAL'), patched('authority', { filter: null }), probing('timer', allowed)),
    'refused filter (EINVAL)',
  ],
  ['nobody could list its descriptors', patched('observed', { descriptors: [] }), 'its descriptors could not be read'],
]

describe('weaker than declared is never silent', () => {
  test.each(weaker)('where %s', (_, change, says) => {
    const { causes, seen } = judged(change)
    expect(causes).toEqual([])
    expect(seen?.standing).toBe('unenforced')
    expect(seen?.because.join('\n')).toContain(says)
  })

  test('a step for which another one stands in is none that was refused', () => {
    const steps = [
      { step: 'namespaces', errno: 'EPERM' },
      { step: 'user-namespace', errno: null },
    ]
    expect(judged(patched('authority', { steps })).seen).toMatchObject({ standing: 'enforced', refused: [] })
  })

  test('a refused step excuses nothing that another part keeps', () => {
    const found = judged(all(refusing('limits', 'EPERM'), patched('observed', { uid: [0, 0, 0, 0] })))
    expect(details(found).join()).toContain('authority_exceeded: it ran as user 0')
  })

  test.each(['loopback', 'host-name', 'limits', 'stop-at-exec'])('%s keeps no term from being open', (step) => {
    const found = judged(all(refusing(step, 'EPERM'), probing('net.external', allowed)))
    expect(details(found).join()).toContain('net.external, which is not granted, was open')
  })
})

test('without a filter a profile is observed, and what that leaves open is listed', () => {
  const { causes, seen } = judged(all(probing('memory.map', allowed), probing('random', allowed)), unfiltered)
  expect(causes).toEqual([])
  const open = [
    { term: 'memory.map', call: 'fixture' },
    { term: 'random', call: 'fixture' },
  ]
  expect(seen).toMatchObject({ standing: 'observed-only', open })
})

describe('a report that is not as it should be never counts for more', () => {
  const denied = (calls: JsonObject) => ({
    type: 'probes',
    value: { outcome: 'denied', by: 'filter', errno: 'EPERM', calls },
  })
  const [authority, observed, stats] = ['authority', 'observed', 'stats']
  const twice =
    (type: string): Change =>
    (records) =>
      records.flatMap((record) => (record.type === type ? [record, record] : [record]))
  const odd: readonly (readonly [string, Change])[] = [
    ['two authority records', twice(authority)],
    ['the same hold twice', (records) => twice(observed)(records)],
    [
      'holds the other way round',
      (records) => {
        const holds = records.filter(({ type }) => type === observed).reverse()
        return records.flatMap((record) => (record.type === observed ? [holds.shift() ?? record] : [record]))
      },
    ],
    ['probes without an authority record', without(authority)],
    ['a probe behind the start', (records) => [...records, denied({ timer: 'nanosleep' })]],
    ['a probe in the form of one record each', preceding('observed', { type: 'probe', value: { term: 'timer' } })],
    ['a term that was tried twice', preceding('observed', denied({ timer: 'nanosleep' }))],
    ['a term that does not exist', preceding('observed', denied({ 'time.travel': 'nanosleep' }))],
    ['a term that is a property of every object', preceding('observed', denied({ constructor: 'nanosleep' }))],
    ['a call that is none', probing('timer', { calls: { timer: 'nanosleep(1)' } })],
    ['no call at all', preceding('observed', denied({}))],
    ['calls that are no object', patched('probes', { calls: ['timer'] })],
    ['an errno that is none', probing('timer', { errno: 1 })],
    ['a denial without errno', patched('probes', { errno: null })],
    ['a denial by nobody', probing('timer', { by: 'none' })],
    ['a call that went through and was refused', probing('timer', { outcome: 'allowed' })],
    ['a call that is not there and was refused otherwise', probing('timer', { outcome: 'absent', by: 'none' })],
    ['a value of another kind', patched(observed, { uid: 'nobody' })],
    ['an outcome that does not exist', probing('timer', { outcome: 'perhaps' })],
    ['stats of nothing', preceding('exited', { type: stats, value: { source: '', when: 'before', text: '' } })],
    ['no start and no reason', without('started')],
  ]
  test.each(odd)('%s', (_, change) => {
    const { report, causes } = judged(change)
    const refused = report.ok === false || causes.some(({ reason }) => reason === 'records_lost')
    expect(refused).toBe(true)
  })

  test('a report that tells nothing of authority leaves the run unseen', () => {
    expect(judged(without('authority', 'probes', 'observed'))).toMatchObject({ causes: [], seen: undefined })
  })

  test('dropping or changing any record gives no better standing', () => {
    const rank = ['unenforced', 'observed-only', 'enforced']
    const strict = judged(refusing('identity', 'EPERM'))
    const at = (found: ReturnType<typeof judged>) =>
      found.causes.length > 0 ? -1 : rank.indexOf(found.seen?.standing ?? 'unenforced')
    fc.assert(
      fc.property(fc.nat({ max: 60 }), fc.constantFrom('drop', 'repeat', 'empty'), (place, how) => {
        const change: Change = (records) =>
          records.flatMap((record, index) => {
            if (index !== place % records.length || record.type === 'authority') return [record]
            return how === 'drop' ? [] : how === 'repeat' ? [record, record] : [{ type: record.type, value: {} }]
          })
        const found = judged(all(refusing('identity', 'EPERM'), change))
        expect(at(found) <= at(strict) || !found.report.ok).toBe(true)
      }),
    )
  })
})

test('every capability of Linux grants a term that exists', async () => {
  const { capabilitiesIn, linuxCapabilities } = await import('../../../src/authority/capabilities.ts')
  expect(capabilitiesIn(noCapabilities)).toEqual([])
  expect(capabilitiesIn('000001ffffffffff')).toHaveLength(linuxCapabilities.length)
  for (const [, term] of linuxCapabilities) expect(Object.keys(terms)).toContain(term)
})

test('granted counters must have been read before and after, whole', () => {
  const profile = { ...unfiltered, name: 'reader', terms: ['cpu', 'stats.read(vmstat)'] as const }
  const stats = (when: string, part?: number) => ({
    type: 'stats',
    value: { source: 'vmstat', when, text: 'x', ...(part !== undefined && { part }) },
  })
  const after =
    (...records: readonly ReturnType<typeof stats>[]): Change =>
    (given) => [...given, ...records]
  const whole = judged(all(preceding('exited', stats('before')), after(stats('after', 0), stats('after', 1))), profile)
  expect(whole.causes).toEqual([])
  expect(whole.seen).toMatchObject({ stats: ['vmstat'] })
  const torn = judged(all(preceding('exited', stats('before')), after(stats('after', 1))), profile)
  expect(details(torn)).toEqual([
    'records_lost: stats.read(vmstat) is granted, and what was read after the run is not whole',
  ])
  expect(details(judged(undefined, profile))).toHaveLength(2)
})
