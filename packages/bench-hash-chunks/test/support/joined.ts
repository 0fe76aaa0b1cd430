import { bootProofWith, bootRecordsOf } from '@capbench/guest'
import { hashChunksThreadsWith, hashChunksWith } from '../../src/hash-chunks.ts'
import { hashRecordsOf } from '../../src/records/observation.ts'

/** What an author of a system writes who has one console, no nonce and no clock but a counter of cycles. */
const place = { from: 'console', nonce: 'none' } as const
const proof = bootProofWith({ capos: { form: 'console', parser: bootRecordsOf(place) } })
const systems = {
  capos: { hashing: { form: 'console', parser: hashRecordsOf({ ...place, timedBy: 'cycles' }) }, timedBy: 'cycles' },
} as const

export const processes = hashChunksWith({ systems, proof })
export const threads = hashChunksThreadsWith({ systems, proof })
