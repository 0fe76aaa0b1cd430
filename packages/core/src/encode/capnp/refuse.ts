import { CapbenchError } from '../../error.ts'

/** @throws CAPBENCH_HOSTILE */
export function refuse(fault: string): never {
  throw new CapbenchError('CAPBENCH_HOSTILE', `Cap'n Proto input ${fault}`)
}

/** @throws CAPBENCH_USAGE */
export function cannotEncode(fault: string): never {
  throw new CapbenchError('CAPBENCH_USAGE', `the result cannot be encoded: ${fault}`)
}
