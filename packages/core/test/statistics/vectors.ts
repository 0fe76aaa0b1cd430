import { readFileSync } from 'node:fs'
import { expect } from 'vitest'

interface Vector {
  readonly id: string
  readonly inputs: unknown
  readonly expected: unknown
  readonly relTol: number | null
}

const file = JSON.parse(readFileSync(new URL('../vectors/stat-vectors.json', import.meta.url), 'utf8')) as {
  readonly vectors: readonly Vector[]
}
export const vectorIds = file.vectors.map(({ id }) => id)

/** Ids of vectors that some test has compared. */
export const used = new Set<string>()

/** A vector; the caller states the shape that the file has. */
export function vector<Inputs, Expected>(id: string) {
  const found = file.vectors.find((candidate) => candidate.id === id)
  if (found === undefined) throw new Error(`stat-vectors.json has no vector ${id}`)
  used.add(id)
  return {
    inputs: found.inputs as Inputs,
    expected: found.expected as Expected,
    /** Compares by the rule of the file: relative tolerance, absolute 1e-12 where zero is expected. */
    close: (actual: number | undefined, expected: number) => {
      const tolerance = expected === 0 ? 1e-12 : (found.relTol ?? 0) * Math.abs(expected)
      expect(Math.abs((actual ?? Number.NaN) - expected), `${id}: ${actual} for ${expected}`).toBeLessThanOrEqual(
        tolerance,
      )
    },
  }
}

/** Ids that begin so. */
export const idsUnder = (prefix: string) => vectorIds.filter((id) => id.startsWith(prefix))
