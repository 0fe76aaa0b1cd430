import { type Benchmark, CapbenchError, refuseUnknownOptions } from '@capbench/core'
import { defineArea } from './area.ts'
import { type CaposErrors, dispatchArea } from './dispatch.ts'
import { ipcArea } from './ipc.ts'
import { processArea } from './lifecycle.ts'
import { memoryArea } from './memory.ts'
import { parkArea } from './park.ts'
import type { Place } from './records.ts'
import { ringArea } from './ring.ts'
import { schedulerArea } from './scheduler.ts'
import { terminalArea } from './terminal.ts'

/** What the author of a capOS image says. */
export interface CaposPrimitivesOptions {
  /** Names of errors, as the records have them: expected denials are compared with them. */
  readonly errors: CaposErrors
  /** Where the records are and whether they carry the nonce. Default: on the console, without one. */
  readonly place?: Place
}

/** The areas of the spec's table of native primitives. */
export const primitiveAreas = ['ring', 'dispatch', 'ipc', 'park', 'scheduler', 'process', 'memory', 'terminal'] as const
/** An area of the native primitives of capOS, with a program of its own. */
export type PrimitiveArea = (typeof primitiveAreas)[number]

const errorNames = [
  'staleGeneration',
  'revoked',
  'invalidMethod',
  'noSuchProgram',
  'writeAndExecute',
  'quotaExceeded',
] as const satisfies readonly (keyof CaposErrors)[]

/**
 * The native primitives of capOS, a tier 1 benchmark for each row of the spec's table: its measurements are the
 * metrics, its correctness condition the verifier. They need the boot proof, whose records `bootRecordsOf` reads.
 *
 * @throws CapbenchError CAPBENCH_USAGE for an option or error that is not known, or an error without a name
 */
export function caposPrimitives(options: CaposPrimitivesOptions): { readonly [A in PrimitiveArea]: Benchmark } {
  refuseUnknownOptions('caposPrimitives', options, ['errors', 'place'])
  const { errors, place = {} } = options
  refuseUnknownOptions('errors', errors, errorNames)
  const nameless = errorNames.find((name) => typeof errors[name] !== 'string' || errors[name] === '')
  if (nameless !== undefined)
    throw new CapbenchError('CAPBENCH_USAGE', `errors.${nameless} is the name of an error of the system; got none`)
  return {
    ring: defineArea(ringArea(place), place),
    dispatch: defineArea(dispatchArea(place, errors), place),
    ipc: defineArea(ipcArea(place), place),
    park: defineArea(parkArea(place), place),
    scheduler: defineArea(schedulerArea(place), place),
    process: defineArea(processArea(place, errors), place),
    memory: defineArea(memoryArea(place, errors), place),
    terminal: defineArea(terminalArea(place), place),
  }
}
