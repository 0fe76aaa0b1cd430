import { nonce, runToEnd, temporaryDirectory, transcriptOf } from '@capbench/house-programs'
import { beforeAll, describe, expect, it } from 'vitest'
import { attemptOf } from '../../src/measure/figures.ts'
import { type OsbenchRun, osbenchRecords } from '../../src/measure/records.ts'
import { built } from '../support/program.ts'

const directory = temporaryDirectory()
let program = ''
beforeAll(async () => {
  program = await built(directory, { mutable: true })
})

/** The order of `enum mutation` in osb.h. */
const faults = [
  'nothing',
  'delete the target',
  'drop a byte',
  'skip a signal',
  'leak a descriptor',
  'leave a child',
  'echo wrongly',
  'leave a file',
  'hang',
  'leave with another code',
  'flip a bit',
  'skip work',
  'crash',
] as const
type Fault = (typeof faults)[number]

/** Runs intents with a fault in them; what they reported. */
async function runWith(fault: Fault, ids: readonly string[]): Promise<OsbenchRun> {
  const mutate = `mutate=${faults.indexOf(fault)}`
  const {
    code,
    stdout: records,
    stderr: diagnostics,
  } = await runToEnd(program, [nonce, '20', '0', '-', mutate, ...ids])
  if (code !== 0) throw new Error(`osbench ended with ${code}: ${diagnostics}`)
  const parsed = osbenchRecords.parse(transcriptOf(records))
  if (!parsed.complete) throw new Error(parsed.lost)
  return parsed.observation
}

/** Which check must fail in which intents, by the fault that was put in. */
const expected: Readonly<Record<Exclude<Fault, 'nothing'>, Readonly<Record<string, string>>>> = {
  'delete the target': {
    'proc.fork_exec': 'exec-target',
    'proc.vfork_exec': 'exec-target',
    'proc.posix_spawn': 'exec-target',
    stat: 'system-call',
    open_close: 'system-call',
  },
  'drop a byte': {
    read1: 'byte-count',
    write1: 'byte-count',
    fstat: 'known-size',
    'pipe.self': 'byte-count',
    'pipe.rtt.same_cpu': 'byte-count',
    'pipe.bw.same_cpu': 'chunk-number',
    'tcp.connect': 'byte-count',
    'unix.connect': 'byte-count',
    'tcp.bw.same_cpu': 'chunk-number',
    'fs.create0k': 'known-size',
    'file.reread4m': 'byte-count',
    'file.rewrite1m': 'byte-count',
    'fs.create10k': 'known-size',
  },
  'skip a signal': {
    'signal.install': 'previous-handler',
    'signal.catch': 'handler-count',
    'signal.kill0': 'count',
    'signal.prot': 'handler-count',
  },
  'leak a descriptor': {
    open_close: 'lowest-descriptor',
    'pipe.self': 'leave-no-trace',
    'unix.fdpass.same_cpu': 'leave-no-trace',
    'unix.connect': 'leave-no-trace',
  },
  'leave a child': {
    'proc.fork_exit': 'leave-no-trace',
    'pipe.rtt.same_cpu': 'leave-no-trace',
    'ctx.ring8.same_cpu': 'leave-no-trace',
  },
  'echo wrongly': {
    'poll.100': 'ready-descriptor',
    'select.100': 'ready-descriptor',
    'unix.rtt.same_cpu': 'echo',
    'udp.rtt.same_cpu': 'echo',
    'eventfd.rtt.same_cpu': 'echo',
    'ctx.ring2.same_cpu': 'hop-count',
    'uring.nop': 'completion',
    'uring.nop_batch16': 'completion',
    'uring.msg_ring_rtt.same_cpu': 'echo',
  },
  'leave a file': { stat: 'leave-no-trace' },
  hang: { 'fifo.rtt.same_cpu': 'watchdog' },
  'leave with another code': { 'pipe.rtt.same_cpu': 'peer', 'proc.fork_exit': 'exit-code', 'proc.shell': 'exit-code' },
  'flip a bit': {
    'unix.bw.same_cpu': 'whole-content',
    'vm.fault_file': 'page-content',
    'mem.read4m': 'sum-of-words',
    'mem.copy4m': 'copied-page',
    'mem.set4m': 'set-word',
    read1: 'byte-content',
    write1: 'byte-content',
    'file.reread4m': 'whole-content',
  },
  'skip work': {
    'syscall.null': 'sum-of-results',
    'futex.rtt.same_cpu': 'turn-count',
    'sem.rtt.same_cpu': 'turn-count',
    'fcntl.lock': 'count',
    'vm.fault_anon': 'fault-count',
    'vm.map_unmap': 'unmapped',
    'vm.map_touch_unmap64k': 'page-content',
    'vm.protect': 'count',
    'vm.shared_map': 'shared-content',
    'mem.latency1m': 'whole-chain',
    'cpu.integer': 'known-result',
    'cpu.float': 'known-result',
    'timer.sleep1ms': 'slept-long-enough',
    'thread.create_join': 'result-of-thread',
  },
  crash: { 'tcp.rtt.same_cpu': 'crash' },
}

describe('every intent checks its own work', () => {
  it.each(Object.entries(expected))(
    'to %s costs the intents their number, by the right check',
    async (fault, checks) => {
      const run = await runWith(fault as Fault, Object.keys(checks))
      const came = Object.fromEntries(
        Object.keys(checks).map((id) => {
          const { outcome, check, detail } = attemptOf(run, id) ?? { outcome: 'none', check: '', detail: '' }
          return [id, outcome === 'absent' ? (checks[id] ?? '') : outcome === 'failed' ? check : `${outcome} ${detail}`]
        }),
      )
      expect(came).toEqual(checks)
      expect(run.done).toEqual([expect.objectContaining({ filesLeft: 0 })])
    },
  )

  it('leaves nothing of an intent behind that failed, and the others keep their numbers', async () => {
    const run = await runWith('delete the target', ['proc.fork_exec', 'syscall.null', 'pipe.rtt.same_cpu'])
    expect(run.intents.map(({ id, attempts }) => [id, attempts.at(-1)?.outcome])).toEqual([
      ['pipe.rtt.same_cpu', 'passed'],
      ['proc.fork_exec', 'failed'],
      ['syscall.null', 'passed'],
    ])
    expect(run.done).toEqual([expect.objectContaining({ filesLeft: 0 })])
  })
})
