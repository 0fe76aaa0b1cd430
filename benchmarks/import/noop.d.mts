import type { Benchmark } from '@capbench/core'

export function defineNoop(core: typeof import('@capbench/core')): Benchmark
