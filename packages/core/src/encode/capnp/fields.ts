/**
 * Where the fields of schema/benchmark-result.capnp lie: the names of a struct's pointers in the order of its pointer
 * section, and the byte offsets in its data section, as `capnp compile -ocapnp` gives them.
 */
export const resultPointers = [
  'runId',
  'benchmarkName',
  'correctnessId',
  'configHash',
  'artifactHash',
  'notes',
  'result',
  'schema',
  'benchmarkVersion',
  'target',
  'system',
  'role',
  'case',
  'metric',
  'hashes',
  'authority',
  'labels',
  'runs',
  'evidenceClass',
  'classReasons',
  'claim',
] as const
export const resultData = { size: 16, tier: 0, status: 2, arm: 4, vcpus: 8 } as const

export const measurementPointers = ['unit', 'samples', 'clock', 'scale', 'absent'] as const
export const measurementData = {
  size: 72,
  lowerIsBetter: 0,
  median: 8,
  p95: 16,
  min: 24,
  max: 32,
  mean: 40,
  standardDeviation: 48,
  cv: 56,
  p99: 64,
} as const

export const absencePointers = ['figure', 'reason'] as const
export const failurePointers = ['reason', 'detail', 'cause', 'causes'] as const
export const causePointers = ['status', 'reason', 'cause', 'detail'] as const
export const hashesPointers = ['comparison', 'workload', 'envelope', 'identity'] as const
export const authorityPointers = ['profile', 'terms', 'enforcement', 'posture', 'observed'] as const
export const runsData = { size: 16, measured: 0, warmups: 4, accepted: 8, attempts: 12 } as const

/** The enum `BenchmarkStatus` and, in the same order, the arms of the union. */
export const statuses = ['passed', 'failed', 'unsupported', 'invalid'] as const
export const arms = ['measurement', 'failure', 'unsupported', 'invalid'] as const

/** The upper half of the one NaN that says "absent"; its lower half is zero. */
export const absentHigh = 0x7ff80000
