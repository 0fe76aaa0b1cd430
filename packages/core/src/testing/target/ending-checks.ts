import type { Reason } from '../../define/reasons.ts'
import type { RunEnd } from '../../target/end.ts'
import { type Check, unless } from './check.ts'
import { causesOf } from './judge-run.ts'
import type { ProgramName } from './programs.ts'
import type { RunSettings } from './recorded-run.ts'

interface Ending {
  readonly name: string
  readonly program: ProgramName
  readonly change?: (hangTimeoutMs: number) => Partial<RunSettings>
  readonly end: RunEnd['end']
  /** One of these must be among the causes. */
  readonly reasons: readonly Reason[]
}

const endings: readonly Ending[] = [
  {
    name: 'a program that fails',
    program: 'exit1',
    end: 'finished',
    reasons: ['workload_error', 'abnormal_exit'],
  },
  {
    name: 'a program that crashes',
    program: 'crash',
    end: 'finished',
    reasons: ['guest_fault', 'guest_panic', 'abnormal_exit'],
  },
  { name: 'bytes that are no records', program: 'garbage', end: 'finished', reasons: ['records_lost'] },
  { name: 'half a record', program: 'half', end: 'finished', reasons: ['records_lost'] },
  { name: 'a program that prints nothing', program: 'nothing', end: 'finished', reasons: ['records_lost'] },
  {
    name: 'a program that hangs',
    program: 'hang',
    change: (runTimeoutMs) => ({ runTimeoutMs }),
    end: 'timeout',
    reasons: ['run_timeout'],
  },
  { name: 'a flood', program: 'flood', end: 'overflow', reasons: ['transcript_overflow'] },
  {
    name: 'an abort before the start',
    program: 'good',
    change: () => ({ abort: 'before' }),
    end: 'cancelled',
    reasons: ['cancelled'],
  },
  {
    name: 'an abort at the start',
    program: 'good',
    change: () => ({ abort: 'at-start' }),
    end: 'cancelled',
    reasons: ['cancelled'],
  },
  {
    name: 'an abort in the middle',
    program: 'hang',
    change: () => ({ abort: 'at-first-byte' }),
    end: 'cancelled',
    reasons: ['cancelled'],
  },
]

/** Bad endings: how the target says that they ended, and what a campaign concludes from it. */
export const endingChecks: readonly Check[] = endings.map(({ name, program, change, end: wanted, reasons }) => ({
  name: `${name}: ${wanted}, ${reasons.join(' or ')}; nothing is left`,
  programs: [program],
  faults: async (around) => {
    const make = around.programs[program]
    if (make === undefined) return { skip: `no program "${program}"` }
    const run = await around.run(make, change?.(around.hangTimeoutMs))
    const { end } = run
    if ('threw' in end) return [end.threw]
    const causes = causesOf(run, around.prepared.facts[0], around.target.system, around.parser)
    const came = causes.map(({ reason, detail }) => `${reason}: ${detail}`).join('; ')
    const phase = wanted === 'timeout' ? 'run' : end.phase
    return [
      ...unless(end.end === wanted, `it ended as ${end.end} in the phase ${end.phase}: ${end.detail}`),
      ...unless(end.phase === phase, `it ended in the phase ${end.phase}, and ${phase} was wanted`),
      ...unless(
        causes.some(({ reason }) => reasons.includes(reason)),
        `a campaign would say ${came === '' ? 'that it counts' : came}`,
      ),
      ...(around.left() ?? []),
    ]
  },
}))
