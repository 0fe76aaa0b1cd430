import { writeHtmlReport } from '@capbench/report'
import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { campaignOfSeveral, metricCount } from '../several.ts'
import { browserFor, open } from './browser.ts'

// One campaign and one browser for all of them: making these is what takes time.
test('a keyboard reaches every control and chooses the metric, and no script is needed to read', async (ctx) => {
  const browser = await browserFor(ctx)
  const file = await writeHtmlReport(await campaignOfSeveral())
  const { page, said } = await open(browser, file, { width: 360, scheme: 'light', media: 'screen' })
  await reachesEverything(page)
  await choosesMetric(page)
  expect(said).toEqual([])
  await readsWithoutScripts(browser, file)
})

async function reachesEverything(page: Page) {
  const controls = 'a[href], select, input, button, summary, .scroll, pre'
  const wanted = `[...document.querySelectorAll('${controls}')].filter((each) => each.checkVisibility())`
  const count = (await page.evaluate(`${wanted}.length`)) as number
  expect(count).toBeGreaterThan(20)
  const unseen: unknown[] = []
  // Marks of a plot are one stop together.
  for (let step = 0; step < count + 10; step++) {
    await page.keyboard.press('Tab')
    const focused = `(() => {
      const { activeElement: at } = document
      at.dataset.met = ''
      const { outlineStyle, outlineWidth } = getComputedStyle(at)
      return at === document.body || (outlineStyle !== 'none' && outlineWidth !== '0px') ? '' : at.outerHTML
    })()`
    unseen.push(await page.evaluate(focused))
  }
  expect(unseen.filter((each) => each !== '')).toEqual([])
  const missed = `${wanted}.filter((each) => !('met' in each.dataset)).map((each) => each.outerHTML.slice(0, 80))`
  expect(await page.evaluate(missed)).toEqual([])
}

async function choosesMetric(page: Page) {
  const picker = page.getByRole('combobox', { name: 'Metric' })
  expect(await picker.locator('option').count()).toBe(metricCount + 1)
  const marks = `[...document.querySelectorAll('.live [aria-roledescription="point"]')]`
  const words = `${marks}.map((each) => each.ariaLabel).join()`
  const before = await page.evaluate(words)
  expect(before).toMatch(/ns/)
  await picker.focus()
  await page.keyboard.press('ArrowDown')
  await page.waitForFunction(`${words} !== ${JSON.stringify(before)}`)
  expect(await picker.inputValue()).toBe('1')
  await page.keyboard.press('End')
  await page.waitForSelector('figure.all .still')
  expect(await page.locator('.still:visible').count()).toBe(2)
  expect(await page.locator('.live:visible, .zoom:visible').count()).toBe(0)
}

async function readsWithoutScripts(browser: Browser, file: string) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(90_000)
  await page.goto(`file://${file}`)
  expect(await page.locator('.still svg:visible').count()).toBe(2)
  expect(await page.locator('select, button, input').count()).toBe(0)
  await page.locator('summary').click()
  expect(await page.locator('details table:visible').count()).toBe(2)
}
