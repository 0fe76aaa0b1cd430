import { encodeStream, type FakeRun, launcherReport } from '@capbench/core/testing'
import type { Reason } from '../../src/define/reasons.ts'
import { encodeRecord } from '../../src/protocol/record.ts'
import type { TargetFacts } from '../../src/target/facts.ts'
import type { RunRequest } from '../../src/target/target.ts'
import { good } from './toy.ts'

/** A run that must not count, and what has to be said of it. */
export interface BadRun {
  readonly name: string
  readonly make: (request: RunRequest) => FakeRun
  readonly status: 'failed' | 'invalid'
  readonly reason: Reason
  readonly detail: string
  readonly facts?: Partial<TargetFacts>
}

const text = (value: string) => new TextEncoder().encode(value)
const begin = { program: 'toy', version: '1' }
const recordsOf = (request: RunRequest) => good(request).records ?? new Uint8Array()
const half = (bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1)
const twoEnds = (bytes: Uint8Array) => {
  const lines = Buffer.from(bytes).toString('latin1').trimEnd().split('\n')
  return text([...lines, lines.at(-1), ''].join('\n'))
}
const answer = (request: RunRequest, type: string, value: { readonly [key: string]: number | string }): FakeRun => ({
  records: encodeStream(request.nonce, begin, [{ type, value }]),
})
/** A launcher's report with one record exchanged. */
function report(
  request: RunRequest,
  change: (type: string, value: Record<string, unknown>) => Record<string, unknown>,
): Uint8Array {
  const lines = Buffer.from(launcherReport(request)).toString().trimEnd().split('\n').slice(1, -1)
  const records = lines.map((line) => {
    const [, , , type = '', ...json] = line.split(' ')
    return { type, value: change(type, JSON.parse(json.join(' ')) as Record<string, unknown>) as Record<string, never> }
  })
  return encodeStream(request.launcherNonce, { program: 'capbench-launch', version: '0' }, records)
}
const reported = (type: string, patch: Record<string, unknown>) => (request: RunRequest) => ({
  ...good(request),
  launcher: report(request, (at, value) => (at === type ? { ...value, ...patch } : value)),
})
const guest: Partial<TargetFacts> = { cleanExit: { code: 33, launcher: true } }
const ending = (end: FakeRun['end']) => (request: RunRequest) => ({ ...good(request), ...(end && { end }) })
const silent = (end: FakeRun['end']): FakeRun => ({ launcher: new Uint8Array(), ...(end && { end }) })
const killed = { kind: 'signalled', signal: 'SIGKILL' } as const

/** Every bad ending that a run of one benchmark on one target can have. */
export const badRuns: readonly BadRun[] = [
  {
    name: 'a wrong answer',
    make: (request) => good(request, { answer: 41 }),
    status: 'invalid',
    reason: 'verifier_rejected',
    detail: 'run 2: answer: 42 was wanted, 41 came',
  },
  {
    name: 'half of the records',
    make: (request) => ({ records: half(recordsOf(request)) }),
    status: 'invalid',
    reason: 'records_lost',
    detail: 'torn',
  },
  {
    name: 'records without an end',
    make: (request) => ({ records: text(encodeRecord(request.nonce, 0, 'begin', begin)) }),
    status: 'invalid',
    reason: 'records_lost',
    detail: 'no end record',
  },
  { name: 'no records', make: () => ({}), status: 'invalid', reason: 'records_lost', detail: 'no begin record' },
  {
    name: 'garbage in place of records',
    make: () => ({ records: Uint8Array.from({ length: 999 }, (_, index) => (index * 37) & 0xff) }),
    status: 'invalid',
    reason: 'records_lost',
    detail: 'not a record',
  },
  {
    name: 'two end records',
    make: (request) => ({ records: twoEnds(recordsOf(request)) }),
    status: 'invalid',
    reason: 'records_lost',
    detail: 'after the end record',
  },
  {
    name: "another run's nonce",
    make: (request) => ({ records: recordsOf({ ...request, nonce: 'f'.repeat(32) }) }),
    status: 'invalid',
    reason: 'records_lost',
    detail: 'nonce',
  },
  {
    name: 'a record type that is not declared',
    make: (request) => answer(request, 'surprise', {}),
    status: 'invalid',
    reason: 'records_lost',
    detail: 'undeclared type "surprise"',
  },
  {
    name: 'a record that does not fit its schema',
    make: (request) => answer(request, 'answer', { answer: 'forty-two', ns: 1 }),
    status: 'invalid',
    reason: 'records_lost',
    detail: 'does not fit its schema at /answer',
  },
  {
    name: 'a panic on the console',
    make: (request) => ({ ...good(request), console: text('[1.0] Kernel panic - not syncing: \u001b[31mOops\n') }),
    status: 'invalid',
    reason: 'guest_panic',
    detail: 'console says "[1.0] Kernel panic - not syncing: \\u001b[31mOops" at byte 6',
  },
  {
    name: 'a machine that ended with another code than the agreed one',
    make: ending({ exit: { kind: 'exited', code: 0 } }),
    facts: guest,
    status: 'invalid',
    reason: 'abnormal_exit',
    detail: 'exit code 33, this one ended with exit code 0',
  },
  {
    name: 'a machine that was killed',
    make: ending({ exit: killed }),
    status: 'invalid',
    reason: 'abnormal_exit',
    detail: 'SIGKILL',
  },
  {
    name: 'a native program without launcher that exits with a code',
    make: ending({ exit: { kind: 'exited', code: 3 } }),
    facts: { accelerator: 'native', cleanExit: { code: 0, launcher: false } },
    status: 'invalid',
    reason: 'abnormal_exit',
    detail: 'exit code 3',
  },
  {
    name: 'a launcher that could not start the program',
    make: (request) => ({
      launcher: encodeStream(request.launcherNonce, { program: 'capbench-launch', version: '0' }, [
        { type: 'error', value: { step: 'execve', errno: 8, message: 'Exec format error' } },
      ]),
    }),
    status: 'failed',
    reason: 'launch_failed',
    detail: 'the launcher failed at execve: Exec format error (errno 8)',
  },
  {
    name: 'a launcher that says nothing',
    make: (request) => ({ ...good(request), launcher: new Uint8Array() }),
    status: 'invalid',
    reason: 'records_lost',
    detail: 'launcher: no begin record',
  },
  {
    name: "a launcher's report with the program's nonce",
    make: (request) => ({
      ...good(request),
      launcher: launcherReport({ ...request, launcherNonce: request.nonce }),
    }),
    status: 'invalid',
    reason: 'records_lost',
    detail: 'launcher: line 1',
  },
  {
    name: 'a program that exits with 1',
    make: reported('exited', { code: 1 }),
    status: 'failed',
    reason: 'workload_error',
    detail: 'exited with code 1',
  },
  {
    name: 'a segmentation fault',
    make: reported('exited', { code: null, signal: 11 }),
    status: 'invalid',
    reason: 'guest_fault',
    detail: 'signal 11',
  },
  {
    name: 'a program that was killed',
    make: reported('exited', { code: null, signal: 9 }),
    status: 'failed',
    reason: 'workload_error',
    detail: 'signal 9',
  },
  {
    name: 'processes that were left behind',
    make: reported('exited', { leftover: 2 }),
    status: 'failed',
    reason: 'workload_error',
    detail: 'left 2 process(es) behind',
  },
  {
    name: 'another program than the planned one',
    make: reported('program', { sha256: 'b'.repeat(64) }),
    status: 'invalid',
    reason: 'workload_mismatch',
    detail: `${'b'.repeat(64)}, planned was ${'a'.repeat(64)}`,
  },
  {
    name: 'fewer CPUs than the case has',
    make: reported('started', { cpus: [1] }),
    status: 'invalid',
    reason: 'placement_lost',
    detail: 'was to see 2 CPUs and saw 1 (1)',
  },
  ...(['launch', 'boot', 'exit'] as const).map(
    (phase): BadRun => ({
      name: `the phase ${phase} never ends`,
      make: () => silent({ end: 'timeout', phase, exit: killed, detail: `no end of ${phase} in 30 s` }),
      status: 'failed',
      reason: `${phase}_timeout`,
      detail: `run 2: no end of ${phase} in 30 s`,
    }),
  ),
  {
    name: 'a program that hangs',
    make: (request) => ({
      records: text(encodeRecord(request.nonce, 0, 'begin', begin)),
      ...silent({ end: 'timeout', phase: 'run', exit: killed, detail: 'longer than 1 s' }),
    }),
    status: 'failed',
    reason: 'run_timeout',
    detail: 'run 2: longer than 1 s',
  },
  {
    name: 'a machine that could not be started',
    make: () =>
      silent({
        end: 'launch-failed',
        phase: 'launch',
        exit: { kind: 'not-started', code: 'ENOENT', message: 'no such file' },
        detail: 'qemu: no such file',
      }),
    status: 'failed',
    reason: 'launch_failed',
    detail: 'qemu: no such file',
  },
  ...[0, -5].map(
    (ns): BadRun => ({
      name: `a time of ${ns}`,
      make: (request) => good(request, { ns }),
      status: 'invalid',
      reason: 'clock_unusable',
      detail: `elapsed is ${ns}`,
    }),
  ),
]
