import type { Mutant } from './outcome.ts'
import type { Files, Recording } from './recording.ts'
import { spread } from './spread.ts'

type Part = 'channels' | 'artifacts'
const parts: readonly Part[] = ['channels', 'artifacts']

/** Texts of a format that is not the guest protocol: one file of a recording, by line. */
function* texts(recording: Recording) {
  for (const part of parts)
    for (const [name, bytes] of recording[part]) {
      const lines = Buffer.from(bytes)
        .toString('latin1')
        .split(/(?<=\n)/)
      const changed = (text: readonly string[]): Recording => ({
        ...recording,
        [part]: new Map([...recording[part], [name, Buffer.from(text.join(''), 'latin1')]]),
      })
      yield { name, lines, changed }
    }
}

/** The recording without a single byte: nothing may be read from it. */
export function emptied(recording: Recording): Mutant {
  const empty = (files: Files): Files => new Map([...files].map(([name]) => [name, new Uint8Array()]))
  return {
    ...recording,
    channels: empty(recording.channels),
    artifacts: empty(recording.artifacts),
    what: 'nothing came at all',
  }
}

/**
 * Without a checksum lines can be lost and digits torn unnoticed, unless the verifier notices: each line missing, the
 * output cut after each line, each number one more.
 */
export function lineMutants(recording: Recording, most: number): readonly Mutant[] {
  return [...texts(recording)].flatMap(({ name, lines, changed }) => {
    const filled = [...lines.keys()].filter((at) => (lines[at] ?? '').trim() !== '')
    const mutant = (what: string, text: readonly string[]): Mutant => ({ ...changed(text), what: `${name}: ${what}` })
    const perLine = spread(filled, most).flatMap((at) => [
      mutant(`line ${at + 1} is missing`, lines.toSpliced(at, 1)),
      mutant(`cut before line ${at + 1}`, lines.slice(0, at)),
    ])
    const numbers = filled.flatMap((at) =>
      [...(lines[at] ?? '').matchAll(/\d+/g)].map(({ index, 0: digits }) => ({ at, index, digits })),
    )
    const changedNumbers = spread(numbers, most).map(({ at, index, digits }) => {
      const line = lines[at] ?? ''
      const more = String(BigInt(digits) + 1n)
      const text = line.slice(0, index) + more + line.slice(index + digits.length)
      return mutant(`line ${at + 1} says ${more} and said ${digits}`, lines.with(at, text))
    })
    return [...perLine, ...changedNumbers]
  })
}
