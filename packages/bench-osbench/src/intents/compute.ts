import { type Intent, latency } from './intent.ts'

/** What needs no operating system but its memory and a clock. */
export const compute = {
  'cpu.dhry': {
    ...latency,
    lineage: { unixbench: ['dhry2reg'] },
    times: 'One lap of integer and string work with known final values.',
    flow: 'one',
    requires: [],
    authority: ['cpu'],
    variants: { 'cpu.dhry': 'full' },
  },
  'cpu.whet': {
    ...latency,
    lineage: { unixbench: ['whetstone-double'] },
    times: 'One lap of floating-point work with known final values.',
    flow: 'one',
    requires: ['cpu.float'],
    authority: ['cpu'],
    variants: { 'cpu.whet': 'full' },
  },
  'cpu.ops': {
    ...latency,
    lineage: { lmbench: ['lat_ops', 'mhz'], unixbench: ['arith'] },
    times: 'One integer operation in a chain where each needs the result of the one before.',
    flow: 'one',
    requires: [],
    authority: ['cpu'],
    variants: { 'cpu.add64': 'full', 'cpu.mul64': 'full', 'cpu.div64': 'full' },
  },
  'cpu.call': {
    ...latency,
    lineage: { lmbench: ['lat_proc procedure'], unixbench: ['hanoi'] },
    times: 'Call a function that the compiler may not inline.',
    flow: 'one',
    requires: [],
    authority: ['cpu'],
    variants: { 'cpu.call': 'full' },
  },
  'cpu.rand': {
    ...latency,
    lineage: { lmbench: ['lat_rand'] },
    times: 'One number of the random generator of a C library.',
    flow: 'one',
    requires: [],
    authority: ['cpu'],
    variants: { 'cpu.rand': 'none' },
  },
  graphics: {
    ...latency,
    lineage: { unixbench: ['2D graphics', '3D graphics'] },
    times: 'Draw on a display.',
    flow: 'one',
    requires: ['display'],
    authority: ['cpu', 'device'],
    variants: { graphics: 'none' },
  },
} as const satisfies { readonly [id: string]: Intent }
