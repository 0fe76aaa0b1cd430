import type { RunRecord } from '../../evidence/run-record.ts'
import type { EvidenceCopy } from './copy.ts'
import type { Mutation } from './mutation.ts'
import { editRun, type RunInCopy, rowOrOrder, runsOf } from './runs-of-copy.ts'

/** Records dropped, repeated, reordered, torn and taken from another run, in each channel that holds records. */
export function recordMutations(copy: EvidenceCopy): readonly Mutation[] {
  const runs = runsOf(copy)
  return runs.flatMap((run, index) =>
    ['records', 'launcher'].flatMap((channel): readonly Mutation[] => {
      const path = `${run.folder}/${channel}.log`
      if (!copy.paths.includes(path)) return []
      const other = runs.at(index - 1)
      const foreign = `${other?.folder}/${channel}.log`
      const lines = linesOf(copy.text(path))
      const forms = [
        ...changesOf(lines),
        ...(other !== undefined && other !== run && copy.paths.includes(foreign)
          ? [['taken from another run', copy.text(foreign)] as const]
          : []),
      ]
      return forms.flatMap(([what, text]) => mutationsOf(run, channel, `${path}: ${what}`, text, lines.join('')))
    }),
  )
}

/** Each with its line end. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** Of many records of one type in a row the first and the last stand for all. */
function placesOf(lines: readonly string[]): readonly number[] {
  const types = lines.map((line) => line.split(' ', 4)[3])
  return [...lines.keys()].filter((at) => types[at] !== types[at - 1] || types[at] !== types[at + 1])
}

function changesOf(lines: readonly string[]): readonly (readonly [string, string])[] {
  const torn = (line: string) => line.slice(0, line.length >> 1)
  const at = (place: number) => lines[place] ?? ''
  const places = placesOf(lines)
  return [
    ...places.map((place) => [`record ${place} dropped`, lines.toSpliced(place, 1).join('')] as const),
    ...places.map((place) => [`record ${place} repeated`, lines.toSpliced(place, 0, at(place)).join('')] as const),
    ...places.slice(1).map((place) => {
      const swapped = lines.toSpliced(place - 1, 2, at(place), at(place - 1))
      return [`records ${place - 1} and ${place} reordered`, swapped.join('')] as const
    }),
    ...places.map((place) => [`record ${place} torn`, lines.with(place, torn(at(place))).join('')] as const),
    ['cut in the middle', torn(lines.join(''))],
    ['empty', ''],
  ]
}

function mutationsOf(run: RunInCopy, channel: string, what: string, text: string, before: string): readonly Mutation[] {
  const path = `${run.folder}/${channel}.log`
  const size = Buffer.byteLength(text)
  const put = ({ write, remove }: EvidenceCopy) => (text === '' ? remove(path) : write(path, text))
  const named: Mutation = {
    kind: 'records',
    what: `${what}, sealed`,
    apply: (copy) => {
      put(copy)
      copy.seal('manifests')
    },
    check: 'content',
    says: `${path} has ${size} bytes`,
  }
  const fitted: Mutation = {
    kind: 'records',
    what: `${what}, with every length and hash made to fit`,
    apply: (copy) => {
      put(copy)
      editRun(copy, run, (record) => ({ ...record, channels: record.channels.map(lengthOf(channel, size)) }))
      copy.seal('hashes')
    },
    check: 're-derive',
    says: rowOrOrder(run),
  }
  return size === Buffer.byteLength(before) ? [fitted] : [named, fitted]
}

const lengthOf =
  (channel: string, bytes: number) =>
  (each: RunRecord['channels'][number]): RunRecord['channels'][number] =>
    each.name === channel ? { ...each, bytes } : each
