import { CapbenchError } from '../error.ts'

/** One point of a benchmark's matrix. */
export interface Case<out Name extends string = string> {
  readonly name: Name
  /** CPUs that the target presents, and workers that the program starts. */
  readonly vcpus: number
  /** Runs only when asked for by name, or by `includeOptIn`. */
  readonly optIn: boolean
  /** An SMT diagnostic is never evidence of scaling over cores. */
  readonly smt: boolean
}

function vcpusOf(vcpus: number): number {
  if (Number.isInteger(vcpus) && vcpus >= 1 && vcpus <= 1024) return vcpus
  throw new CapbenchError('CAPBENCH_DEFINITION', `a case needs 1 to 1024 CPUs as an integer, got ${vcpus}`)
}

/** `smp(2)` is the case `smp2`: 2 CPUs, 2 workers. */
export function smp<const N extends number>(vcpus: N): Case<`smp${N}`> {
  return { name: `smp${vcpus}`, vcpus: vcpusOf(vcpus), optIn: false, smt: false }
}

/** `smtDiagnostic(8)` is the opt-in case `smp8-smt`. */
export function smtDiagnostic<const N extends number>(vcpus: N): Case<`smp${N}-smt`> {
  return { name: `smp${vcpus}-smt`, vcpus: vcpusOf(vcpus), optIn: true, smt: true }
}
