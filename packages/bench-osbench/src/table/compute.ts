import type { compute } from '../intents/compute.ts'
import type { Row } from './cell.ts'
import { compared, notApplicable, onLinux, outOfScope } from './cells.ts'

const difference = {
  bare: 'Ring 0 without interrupts; the same kernel and compiler.',
  capos: 'The same kernel; flags of the capOS target are its own.',
}

/** The same kernel of ours, compiled for each system. */
const integers = (what: string): Row => ({
  ...onLinux('user_compute', what),
  bare: compared(
    'user_compute',
    what,
    { label: 'user_compute', difference: difference.bare },
    { requires: ['cpu.direct'] },
  ),
  capos: compared('user_compute', what, { label: 'user_compute', difference: difference.capos }),
})

export const computeRows = {
  'cpu.integer': integers('integer work with known final values'),
  'cpu.float': {
    ...onLinux('user_compute', 'floating-point work with known final values'),
    bare: compared(
      'user_compute',
      'floating-point work with known final values, without a library of mathematics',
      { label: 'user_compute', difference: difference.bare },
      { requires: ['cpu.direct'] },
    ),
    capos: notApplicable('no_semantics', 'hard_float', 'its target computes floating point in software'),
  },
  'cpu.rand': outOfScope('Measures the C library and no system.'),
  graphics: outOfScope('None of these systems draws.'),
} as const satisfies { readonly [Id in keyof typeof compute]: Row }
