import type { JsonObject } from './json.ts'
import { Type } from './type.ts'

/** Pieces that several stored schemas share. */
export const hex64 = Type.String({ pattern: '^[0-9a-f]{64}$' })
export const nameSchema = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' })
export const nonceSchema = Type.String({ pattern: '^[0-9a-f]{32}$' })
/** Nanoseconds of the host's monotonic clock, as a safe integer. */
export const monotonicNs = Type.Integer({ minimum: 0 })
export const json = Type.Unsafe<JsonObject>({ type: 'object' })
