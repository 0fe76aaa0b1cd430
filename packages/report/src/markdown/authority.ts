import type { Campaign, Result } from '@capbench/core'
import { postureWords, seenOf } from '../format/posture.ts'
import { blocks, bullets, type Markdown, md, table } from './text.ts'

/** What each benchmark was held to on each target, and what that leaves open. */
export function renderAuthority({ results }: Campaign): Markdown {
  const rows = new Map<string, Result>()
  for (const result of results) {
    const { benchmark, target, authority } = result
    const key = JSON.stringify([benchmark, target, postureWords(result), authority.observed ?? null])
    if (!rows.has(key)) rows.set(key, result)
  }
  const found = [...rows.values()]
  return blocks(
    md`### Authority and posture`,
    table(
      [
        { title: 'Benchmark' },
        { title: 'Target' },
        { title: 'Profile' },
        { title: 'Terms' },
        { title: 'Posture' },
        { title: 'Isolation' },
        { title: 'Denied by probe', align: 'right' },
      ],
      found.map((result) => {
        const { isolation, denied } = seenOf(result)
        const { profile, terms } = result.authority
        const isolated = isolation.join(', ') || 'not seen'
        return [
          result.benchmark,
          result.target,
          profile,
          terms.join(', '),
          postureWords(result),
          isolated,
          denied.length,
        ]
      }),
    ),
    bullets(found.flatMap(remarksOf)),
  )
}

function remarksOf(result: Result): readonly Markdown[] {
  const { benchmark, target } = result
  const { refused, open, because, stats, missing, unchecked } = seenOf(result)
  const remark = (what: string, list: readonly string[]) =>
    list.length === 0 ? [] : [md`${benchmark} on ${target}, ${what}: ${list.join('; ')}`]
  return [
    ...remark('refused by the host', refused),
    ...remark('not better because', because),
    ...remark('open though not granted', open),
    ...remark('counters of the system read before and after', stats),
    ...remark('needed and not in the manifest', missing),
    ...remark('compared without interface ids', unchecked),
  ]
}
