/** Codes of every error that capbench throws or reports; a caller may switch on them. */
export const errorCodes = {
  CAPBENCH_USAGE: 'the caller asked for something that cannot be',
  CAPBENCH_DEFINITION: 'a benchmark, suite, target or profile is not well formed',
  CAPBENCH_MISSING: 'something the host should have is missing',
  CAPBENCH_UNREADABLE: 'a file or device cannot be read',
  CAPBENCH_HOSTILE: 'an input breaks the rules of its format',
  CAPBENCH_LAUNCH: 'a process could not be started',
  CAPBENCH_NOT_PASSED: 'a result was asserted to have passed and has not',
  CAPBENCH_STORE: 'the evidence store cannot be written',
  CAPBENCH_BUG: 'capbench contradicts itself',
} as const
/** What kind of error it is; see `CapbenchError`. */
export type ErrorCode = keyof typeof errorCodes

/**
 * Every error of capbench. `message` says what was wanted, what came and the remedy.
 *
 * Compare `error.code`, not `instanceof`: two installed copies of this package have two classes.
 */
export class CapbenchError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CapbenchError'
    this.code = code
  }
}

/** What a thrown value says: anything may be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
