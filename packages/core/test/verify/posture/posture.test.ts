import { normalPosture } from '@capbench/core'
import { describe, expect, test } from 'vitest'
import { wideningWords } from '../../../src/verify/posture/kernel-parameters.ts'
import { type PostureSources, postureCauses, seenDeviations } from '../../../src/verify/posture/posture.ts'

const plain: PostureSources = {
  facts: { identity: {} },
  events: [],
  command: null,
  kernelCommandLine: undefined,
  kernelRelease: '6.1.0-56-cloud-amd64',
  console: new Uint8Array(),
}
const seen = (change: Partial<PostureSources>) => seenDeviations({ ...plain, ...change })
const text = (value: string) => new TextEncoder().encode(value)

describe('of a kernel command line', () => {
  test.each([
    ['mitigations=off', 'fastPaths'],
    ['mitigations=auto,off', 'fastPaths'],
    ['nopti', 'fastPaths'],
    ['pti=off', 'fastPaths'],
    ['nospectre_v2', 'fastPaths'],
    ['retbleed=off', 'fastPaths'],
    ['idle=poll', 'fastPaths'],
    ['randomize_kstack_offset=off', 'fastPaths'],
    ['nosmap', 'validation'],
    ['hardened_usercopy=off', 'validation'],
    ['ftrace=function', 'tracing'],
    ['trace_event=sched:*', 'tracing'],
    ['slub_debug=FZP', 'tracing'],
    ['mitigations=off;no_user_kernel', 'fastPaths'],
    ['mitigations=auto;no_user_kernel,no_guest_host', 'fastPaths'],
    ['kpti=0', 'fastPaths'],
    ['rodata=off', 'fastPaths'],
    ['clearcpuid=smap', 'fastPaths'],
  ])('%s widens %s', (word, part) => {
    expect(wideningWords(`quiet ${word} panic=-1`)).toEqual([{ word, part }])
  })

  test.each([
    ['spectre-v2=off', 'spectre_v2=off'],
    ['"mitigations=off"', 'mitigations=off'],
    ['mitigations="off"', 'mitigations=off'],
    ['trace-event="sched:* irq:*"', 'trace_event=sched:* irq:*'],
  ])('%s is what the kernel takes it for', (written, word) => {
    expect(wideningWords(`quiet ${written} panic=-1`).map((each) => each.word)).toEqual([word])
  })

  test('what our own guests and ordinary hosts are booted with widens nothing', () => {
    const lines = [
      'console=ttyS0 tsc=reliable no_timer_check panic=-1 quiet nokaslr cryptomgr.notests noreplace-smp',
      'initcall_blacklist=trace_eval_init,tracer_init_tracefs tsc_early_khz=2000000 capbench.args=off',
      'root=UUID=1 ro mitigations=auto,nosmt spectre_v2=on isolcpus=2,3 nohz_full=2 audit=1 no no-op nospectre',
    ]
    expect(wideningWords(lines.join(' '))).toEqual([])
  })
})

describe('seen deviations', () => {
  test('of an ordinary run there are none', () => {
    expect(
      seen({ console: text('booted\n at measure: of\n'), command: { file: 'qemu', args: ['-m', '256'] } }),
    ).toEqual([])
  })

  const one: readonly (readonly [string, Partial<PostureSources>, string, string])[] = [
    ['of the kernel', { kernelCommandLine: 'mitigations=off' }, 'fastPaths', 'mitigations=off'],
    ['of the host', { facts: { identity: { kernel: { parameters: ['nopti'] } } } }, 'fastPaths', 'nopti'],
    ['of the image', { facts: { identity: {}, features: ['measure'] } }, 'kernel', 'measure'],
    ['that nobody knows', { facts: { identity: {}, features: ['turbo'] } }, 'fastPaths', 'turbo'],
    ['of the emulator', { command: { file: 'qemu', args: ['-d', 'exec'] } }, 'tracing', '-d'],
    ['of the build', { kernelRelease: '6.5.6-300.fc39.x86_64+debug' }, 'kernel', '6.5.6-300.fc39.x86_64+debug'],
    ['of what it prints', { console: text('a\nmeasure: ring=1\n') }, 'kernel', 'a line that begins with measure:'],
  ]
  test.each(one)('%s', (_, change, part, what) => {
    expect(seen(change)).toMatchObject([{ part, what }])
  })
})

describe('a posture', () => {
  const found = seen({
    kernelCommandLine: 'mitigations=off ftrace=function nosmap',
    facts: { identity: {}, features: ['measure'] },
  })

  test('that declares nothing of it is contradicted once for each', () => {
    const causes = postureCauses(normalPosture, found)
    expect(causes.map(({ reason }) => reason)).toEqual(Array.from({ length: 4 }, () => 'undeclared_fast_path'))
    expect(causes[0]?.detail).toContain(
      'the command line of the kernel has mitigations=off; the posture declares no fast path',
    )
  })

  test('that declares all of it is not', () => {
    const declared = {
      kernel: 'measurement',
      tracing: true,
      validation: false,
      fastPaths: ['mitigations=off'],
      filter: true,
    } as const
    expect(postureCauses(declared, found)).toEqual([])
    expect(postureCauses(declared, [])).toEqual([])
  })

  test('that declares it in another spelling is not', () => {
    const declared = { ...normalPosture, fastPaths: ['spectre-v2=off'] }
    expect(postureCauses(declared, seen({ kernelCommandLine: 'spectre_v2=off' }))).toEqual([])
  })

  test('that declares another fast path is', () => {
    expect(
      postureCauses({ ...normalPosture, fastPaths: ['nopti'] }, seen({ kernelCommandLine: 'mitigations=off' })),
    ).toHaveLength(1)
  })
})
