import { join } from 'node:path'
import { writeHtmlReport } from '@capbench/report'
import axe, { type AxeResults } from 'axe-core'
import { expect, test } from 'vitest'
import { answer, campaignOf, temporary } from '../campaign.ts'
import { hostile } from '../hostile.ts'
import { claimableOn } from '../noisy.ts'
import { poisoned } from '../poisoned.ts'
import { browserFor, type Look, open, overflow } from './browser.ts'

const looks: readonly Look[] = [
  { width: 360, scheme: 'light', media: 'screen' },
  { width: 360, scheme: 'dark', media: 'screen' },
  { width: 1280, scheme: 'light', media: 'screen' },
  { width: 1280, scheme: 'dark', media: 'screen' },
  { width: 1280, scheme: 'light', media: 'print' },
]

test.for(looks)(
  'the page fits, loads nothing and has no serious fault for axe: $width $scheme $media',
  async (look, ctx) => {
    const browser = await browserFor(ctx)
    const file = await writeHtmlReport(await claimableOn('other'))
    const pictures = process.env.CAPBENCH_SCREENSHOTS ?? temporary()
    const { page, said, asked } = await open(browser, file, look)
    const name = [look.width, look.scheme, look.media].join('-')
    await page.screenshot({ path: join(pictures, `report-${name}.png`), fullPage: true })
    expect(await overflow(page)).toBe(0)
    const executive = page.getByRole('group', { name: 'Table: Results' })
    const hides = await executive.evaluate((table) => table.scrollWidth > table.clientWidth)
    if (look.width === 1280) expect(hides, 'the executive table is scrolled').toBe(false)
    expect(asked).toEqual([`file://${file}`])
    expect(said).toEqual([])
    // Through the debugger's channel, which the policy of the page does not bind.
    await page.evaluate(axe.source)
    const { violations } = (await page.evaluate('axe.run()')) as AxeResults
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    const found = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
    expect(found).toEqual([])
  },
)

test('marks tell what they are to the keyboard, one after the other', async (ctx) => {
  const browser = await browserFor(ctx)
  const file = await writeHtmlReport(await campaignOf())
  const { page, said } = await open(browser, file, { width: 1280, scheme: 'light', media: 'screen' })
  await page.locator('.live [aria-roledescription="point"][tabindex="0"]').first().focus()
  const tip = page.locator('.tip')
  const first = await tip.textContent()
  expect(first).toMatch(/smp2 \(2 CPUs\): \d/)
  await page.keyboard.press('ArrowRight')
  expect(await tip.textContent()).not.toBe(first)
  await page.keyboard.press('Escape')
  expect(await tip.isHidden()).toBe(true)
  expect(said).toEqual([])
})

test('a reader hides a case and zooms, all with the keyboard', async (ctx) => {
  const browser = await browserFor(ctx)
  const file = await writeHtmlReport(await campaignOf())
  const { page, said, asked } = await open(browser, file, { width: 1280, scheme: 'light', media: 'screen' })
  const figure = page.locator('figure:has(.zoom)').first()
  const marks = figure.locator('.live [aria-roledescription="point"]')
  const all = await marks.count()
  expect(all).toBeGreaterThan(0)
  await figure.getByRole('checkbox', { name: 'smp1', exact: true }).focus()
  await page.keyboard.press('Space')
  await page.waitForFunction(`document.querySelectorAll('figure:has(.zoom)')[0]
    .querySelectorAll('.live [aria-roledescription="point"]').length < ${all}`)
  expect(await marks.evaluateAll((each) => each.filter((mark) => / smp1,/.test(mark.ariaLabel ?? '')).length)).toBe(0)
  await page.keyboard.press('Space')
  await page.waitForFunction(`document.querySelectorAll('figure:has(.zoom)')[0]
    .querySelectorAll('.live [aria-roledescription="point"]').length === ${all}`)
  await figure.getByRole('button', { name: 'Closer' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(`document.querySelector('.zoom output').textContent.startsWith('Positions')`)
  expect(await marks.count()).toBeLessThan(all)
  // The drawing that printers and pages without scripts show is whole whatever was chosen.
  await page.emulateMedia({ media: 'print' })
  expect(await figure.locator('.still').isVisible()).toBe(true)
  expect(await figure.locator('.live').isVisible()).toBe(false)
  expect(said).toEqual([])
  expect(asked).toEqual([`file://${file}`])
})

test('what a guest says runs nothing and fetches nothing', async (ctx) => {
  const browser = await browserFor(ctx)
  const says = hostile.join(' ')
  const play = (request: Parameters<typeof answer>[0]) => answer(request, request.vcpus === 2 ? { says } : {})
  const campaign = await campaignOf({ play, facts: { notes: [...hostile] } })
  for (const each of [campaign, poisoned(campaign, ['toy', 'elapsed'])]) {
    const file = await writeHtmlReport(each)
    const { page, said, asked } = await open(browser, file, { width: 360, scheme: 'light', media: 'screen' })
    expect(said).toEqual([])
    expect(asked).toEqual([`file://${file}`])
    expect(await page.locator('img, iframe, a[href^="http"]').count()).toBe(0)
    expect(await page.locator('body').textContent()).toContain('<img src=x onerror=alert(1)>')
    expect(await page.locator('figure.lives').count()).toBe(4)
    expect(await overflow(page)).toBe(0)
  }
})
