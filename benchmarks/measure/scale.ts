/** How much is measured. */
export interface Scale {
  /** Pairs of boots. */
  readonly boots: number
  /** Largest number that is tried for the speedup. */
  readonly primesUpTo: number
  /** Rounds of process starts, and starts of each kind in a round. */
  readonly spawnRounds: number
  readonly spawnsPerRound: number
  /** Rounds of whole Node processes. */
  readonly imports: number
  /** Milliseconds, and least calls, of each function measured in-process. */
  readonly taskMs: number
  readonly taskCalls: number
  /** Bytes of the parsed stream, and measured runs of the verified campaign. */
  readonly streamBytes: number
  readonly campaignRuns: number
  /** MiB of transcripts in the larger of two verified campaigns, and times that each is verified. */
  readonly evidenceMiB: number
  readonly verifications: number
  /** Campaigns in the largest index. */
  readonly indexed: number
  /** Processes that measure primitives of the system beside busy ones, and rounds beside another program. */
  readonly primitiveRuns: number
  readonly primitiveRounds: number
  /** Milliseconds for each primitive. */
  readonly primitiveMs: number
}

export const fullScale: Scale = {
  boots: 9,
  primesUpTo: 3_000_000,
  spawnRounds: 10,
  spawnsPerRound: 20,
  imports: 21,
  taskMs: 1000,
  taskCalls: 20,
  streamBytes: 1 << 20,
  campaignRuns: 20,
  evidenceMiB: 1024,
  verifications: 3,
  indexed: 10_000,
  primitiveRuns: 8,
  primitiveRounds: 7,
  primitiveMs: 150,
}

/** Enough to see that everything runs; its figures mean nothing. */
export const smokeScale: Scale = {
  boots: 1,
  primesUpTo: 20_000,
  spawnRounds: 1,
  spawnsPerRound: 2,
  imports: 1,
  taskMs: 0,
  taskCalls: 2,
  streamBytes: 1 << 14,
  campaignRuns: 1,
  evidenceMiB: 8,
  verifications: 1,
  indexed: 100,
  primitiveRuns: 2,
  primitiveRounds: 1,
  primitiveMs: 20,
}
