import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import { type Campaign, verifyEvidence } from '@capbench/core'
import { writeHtmlReport, writeReport } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, campaignOf, toy } from '../campaign.ts'
import { hostile } from '../hostile.ts'

const report = async (campaign: Campaign) => readFileSync(await writeHtmlReport(campaign), 'utf8')
const headings = (page: string) => [...page.matchAll(/<h2 [^>]*>([^<]*)<\/h2>/g)].map(([, heading]) => heading)

test('has every section of the Markdown report, and plots and attempts besides', async () => {
  const campaign = await campaignOf()
  const verification = await verifyEvidence(campaign.directory, { benchmarks: [toy] })
  const markdown = readFileSync(writeReport(campaign, { verification }), 'utf8')
  const page = readFileSync(await writeHtmlReport(campaign, { verification }), 'utf8')
  const own = [...markdown.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)
  expect(headings(page).filter((heading) => own.includes(heading))).toEqual(own)
  expect(headings(page)).toEqual(expect.arrayContaining(['Speedup curves', 'Every run', 'All attempts']))
  const [digest = ''] = /(?<=campaign digest `)[0-9a-f]{64}/.exec(markdown) ?? []
  expect(page).toContain(`<code class="digest">${digest}</code>`)
  expect(page).toContain('verified: every figure was derived again from the raw logs')
})

test('the same evidence is the same page, byte for byte', async () => {
  const campaign = await campaignOf()
  expect(await report(campaign)).toBe(await report(campaign))
})

test('the page allows its own style and script by their digests, and nothing else', async () => {
  const page = await report(await campaignOf())
  const digest = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`
  const textOf = (tag: string) => new RegExp(`<${tag}>([\\s\\S]*?)</`).exec(page)?.[1] ?? ''
  const [, packed = ''] = /<script type="text\/plain" id="vega">([^<]*)</.exec(page) ?? []
  const vega = inflateRawSync(Buffer.from(packed, 'base64')).toString()
  const scripts = `script-src '${digest(textOf('script'))}' '${digest(vega)}'`
  const policy = `default-src 'none'; style-src '${digest(textOf('style'))}'; ${scripts}`
  const [, content = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? []
  expect(content).toBe(`${policy}; base-uri 'none'; form-action 'none'`)
  expect(page).not.toMatch(/\s(src|srcset|style|on\w+)=/)
})

test('every plot has its figures behind it as a table', async () => {
  const page = await report(await campaignOf())
  const figures = page.split('<figure>').slice(1)
  expect(figures).toHaveLength(4)
  for (const figure of figures)
    expect(figure.split('</figure>')[0]).toMatch(/<details>[\s\S]*<table>[\s\S]*<\/details>/)
})

test('every run is in the table of attempts with its transcript', async () => {
  const campaign = await campaignOf()
  const [, attempts = ''] = (await report(campaign)).split('All attempts</h2>')
  const [table = ''] = attempts.split('</table>')
  for (const { folder } of campaign.content.runs) expect(table).toContain(`${folder}/">`)
})

test('no id is used twice', async () => {
  const ids = [...(await report(await campaignOf())).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

const elements = (page: string) => [...page.matchAll(/<[a-z!][^>]*>/gi)].map(([tag]) => tag.split(/[\s>]/)[0] ?? '')

test('a guest adds no element, no address and no hidden character', async () => {
  const plain = new Set(elements(await report(await campaignOf())))
  // All at once: each text is its own run's word and a note.
  const [first, ...rest] = hostile
  const says = [first, ...rest].join('\u001b')
  const play = (request: Parameters<typeof answer>[0]) => answer(request, request.vcpus === 2 ? { says } : {})
  const page = await report(await campaignOf({ play, facts: { notes: [...hostile] } }))
  expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  expect(elements(page).filter((tag) => !plain.has(tag))).toEqual([])
  expect(page.match(/href="(?!#|\.\.\/campaigns\/)/g)).toBeNull()
  // One that runs, the packed Vega, and the data of four plots, which nothing in them can end.
  expect(page.match(/<script>/g)).toHaveLength(1)
  const blocks = [...page.matchAll(/<script type="application\/json" class="spec">([\s\S]*?)<\/script>/g)]
  expect(blocks).toHaveLength(4)
  for (const [, text = ''] of blocks) expect(text).not.toContain('<')
  expect(page.match(/<script/g)).toHaveLength(6)
  expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;')
})
