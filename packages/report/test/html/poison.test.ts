import { type Campaign, sha256Hex } from '@capbench/core'
import { mergeHtmlReports, mergeReports } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, campaignOf } from '../campaign.ts'
import { poison, poisoned } from '../poisoned.ts'

const inputOf = (campaign: Campaign, text: string) => ({
  campaign,
  campaignDigest: `${sha256Hex(new Uint8Array())}${text}`,
  evidence: '../campaigns/one',
  environment: new Map([[`host${text}`, { [`kernel${text}`]: `one${text}` }]]),
})

const attributes = (page: string) =>
  [...page.matchAll(/<[a-z!][^>]*>/gi)].flatMap(([tag]) => [
    tag.split(/[\s>]/)[0] ?? '',
    ...[...tag.matchAll(/ ([a-z-]+)="/g)].map(([, name]) => name ?? ''),
  ])

// The name of a benchmark is checked again where it could end a comment; without a known metric no run has a value.
test.for([{ kept: ['toy', 'elapsed'] }, { kept: ['toy'] }])(
  'no text of a campaign adds an element, an attribute or an address: all but $kept',
  async ({ kept }) => {
    const play = (request: Parameters<typeof answer>[0]) => answer(request, request.vcpus === 2 ? { says: 'no' } : {})
    const campaign = await campaignOf({ play, facts: { notes: ['a note'] } })
    const plain = new Set(attributes(await mergeHtmlReports('All', [inputOf(campaign, '')])))
    const input = inputOf(poisoned(campaign, kept), poison)
    const page = await mergeHtmlReports(`All${poison}`, [input])
    expect(attributes(page).filter((name) => !plain.has(name))).toEqual([])
    expect(page.replaceAll('\n', '').match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu)).toBeNull()
    expect(page.match(/<script>/g)).toHaveLength(1)
    expect(page.match(/href="(?!#|\.\.\/campaigns\/one)/g)).toBeNull()
    // In a fence and in a code span everything but their own end is text.
    const markdown = mergeReports(`All${poison}`, [input])
    const outside = markdown.replaceAll(/^(`{3,}).*\n[\s\S]*?^\1$/gm, '').replaceAll(/`[^`\n]*`/g, '')
    expect(outside.match(/<(?!!-- ).{20}/g)).toBeNull()
    expect(markdown.match(/[\p{Cf}\p{Zl}\p{Zp}]/gu)).toBeNull()
  },
)
