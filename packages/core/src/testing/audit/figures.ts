import type { JsonValue } from '../../define/json.ts'
import { canonicalBytes, canonicalJson } from '../../encode/canonical.ts'
import { encodeResult } from '../../encode/capnp/encode-result.ts'
import type { StoredResult } from '../../encode/result.ts'
import { type EvidenceCopy, isRaw } from './copy.ts'
import { type Mutation, numbersIn } from './mutation.ts'

/** Every published number edited by itself, with both manifests made to fit. */
export function figureMutations(copy: EvidenceCopy): readonly Mutation[] {
  return copy.paths
    .filter((path) => !isRaw(path))
    .flatMap((path): readonly Mutation[] => {
      if (path.endsWith('.json')) return jsonMutations(path, copy.text(path))
      if (path.endsWith('.jsonl')) return linesMutations(path, copy.text(path))
      if (path.endsWith('.csv')) return csvMutations(path, copy.text(path))
      return []
    })
    .concat(copy.paths.filter((path) => /^results\/.*\.json$/.test(path)).flatMap((path) => bothForms(copy, path)))
}

const edited = (path: string, at: string, changed: string | Uint8Array): Mutation => ({
  kind: 'figure',
  what: `${at} of ${path} edited`,
  apply: ({ write, seal }) => {
    write(path, changed)
    seal('manifests')
  },
  check: 're-derive',
  says: `${path} does not follow from the raw evidence`,
})

function jsonMutations(path: string, text: string): readonly Mutation[] {
  return numbersIn(text).map(({ at, raised }) => edited(path, at, canonicalBytes(raised as JsonValue)))
}

function linesMutations(path: string, text: string): readonly Mutation[] {
  const lines = text.trimEnd().split('\n')
  return lines.flatMap((line, index) =>
    numbersIn(line).map(({ at, raised }) => {
      const changed = lines.with(index, canonicalJson(raised as JsonValue))
      return edited(path, `line ${index + 1}, ${at}`, `${changed.join('\n')}\n`)
    }),
  )
}

/** Numbers that are a whole cell, header excepted. */
function csvMutations(path: string, text: string): readonly Mutation[] {
  const header = text.indexOf('\n')
  return [...text.matchAll(/(?<=[,\n])\d+(?:\.\d+)?(?=[,\r\n])/g)]
    .filter(({ index }) => index > header)
    .map(({ 0: number, index }) => {
      const changed = `${text.slice(0, index)}${Number(number) + 1}${text.slice(index + number.length)}`
      return edited(path, `the number at ${index}`, changed)
    })
}

/** Whole and consistent, in JSON and in Cap'n Proto: every sample and figure of the result is one more. */
function bothForms(copy: EvidenceCopy, path: string): readonly Mutation[] {
  const result = JSON.parse(copy.text(path)) as StoredResult
  if (result.status !== 'passed') return []
  const { measurement } = result.result
  const { samples, median, min, max, mean } = measurement
  const figures = { median: median + 1, min: min + 1, max: max + 1, mean: mean + 1 }
  const forged: StoredResult = {
    ...result,
    result: { measurement: { ...measurement, ...figures, samples: samples.map((value) => value + 1) } },
  }
  const binary = path.replace(/json$/, 'bin')
  const write = (both: EvidenceCopy) => {
    both.write(path, canonicalBytes(forged as unknown as JsonValue))
    both.write(binary, encodeResult(forged))
    both.seal('manifests')
  }
  const mutation = { kind: 'figure', apply: write, check: 're-derive' } as const
  return [path, binary].map((name) => ({
    ...mutation,
    what: `every figure of ${path} and its binary form edited alike, told of ${name}`,
    says: `${name} does not follow from the raw evidence`,
  }))
}
