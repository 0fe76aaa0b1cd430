import { readFileSync } from 'node:fs'
import { plotsOf, writeHtmlReport } from '@capbench/report'
import { expect, test } from 'vitest'
import { campaignOfSeveral, metricCount } from '../several.ts'

test('many metrics are drawn and listed on sheets, and a run without a value lies on the lower edge', async () => {
  const campaign = await campaignOfSeveral()
  const [plot] = plotsOf(campaign)
  const sheets = (await plot?.sheets(700)) ?? []
  expect(sheets.map((svg) => svg.match(/>m\d</g))).toEqual([
    ['>m0<', '>m1<', '>m2<', '>m3<', '>m4<', '>m5<'],
    ['>m6<', '>m7<'],
  ])
  const page = readFileSync(await writeHtmlReport(campaign), 'utf8')
  const [figure = ''] = page.match(/<figure>[\s\S]*?<\/figure>/) ?? []
  expect(figure.match(/class="still scroll"/g)).toHaveLength(2)
  const heads = [...figure.matchAll(/<thead>.*?<\/thead>/g)].map(([head]) => head.match(/>m\d</g)?.length)
  expect(heads).toEqual([6, 2])
  const svg = (await plot?.svg(700)) ?? ''
  // The shape of `no value`, which stands once more in the legend.
  const cross = /transform="translate\([\d.]+,(-?[\d.]+)\)" d="(?:M|L)[^"LZ]+(?:L[^"LZ]+){11}Z"/g
  const crosses = [...svg.matchAll(cross)].map(([, y]) => y)
  const refused = campaign.runs.filter(({ record }) => record.case === 'smp2').length
  expect(crosses.filter((y) => y === '102')).toHaveLength(refused * metricCount)
  expect(crosses).toHaveLength(refused * metricCount + 1)
})
