import { type Intent, latency } from './intent.ts'

/** What needs no operating system but its memory and a clock. */
export const compute = {
  'cpu.integer': {
    ...latency,
    lineage: { lmbench: ['lat_ops', 'lat_proc procedure'], unixbench: ['dhry2reg', 'arith', 'hanoi'] },
    times: 'One lap of integer work with known final values.',
    requires: [],
    authority: ['cpu'],
    variants: { 'cpu.integer': 'full' },
  },
  'cpu.float': {
    ...latency,
    lineage: { unixbench: ['whetstone-double'] },
    times: 'One lap of floating-point work with known final values.',
    requires: [],
    authority: ['cpu'],
    variants: { 'cpu.float': 'full' },
  },
  'cpu.rand': {
    ...latency,
    lineage: { lmbench: ['lat_rand'] },
    times: 'One number of the random generator of a C library.',
    requires: [],
    authority: ['cpu'],
    variants: { 'cpu.rand': 'none' },
  },
  graphics: {
    ...latency,
    lineage: { unixbench: ['2D graphics', '3D graphics'] },
    times: 'Draw on a display.',
    requires: ['display'],
    authority: ['cpu', 'device'],
    variants: { graphics: 'none' },
  },
} as const satisfies { readonly [id: string]: Intent }
