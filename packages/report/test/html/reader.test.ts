import { writeHtmlReport } from '@capbench/report'
import { expect, test } from 'vitest'
import { campaignOfSeveral, metricCount } from '../several.ts'
import { browserFor, open } from './browser.ts'

const look = { width: 360, scheme: 'light', media: 'screen' } as const

test('a reader chooses the metric, or sees all of them, with the keyboard', async (ctx) => {
  const browser = await browserFor(ctx)
  const { page, said } = await open(browser, await writeHtmlReport(await campaignOfSeveral()), look)
  const picker = page.getByRole('combobox', { name: 'Metric' })
  expect(await picker.locator('option').count()).toBe(metricCount + 1)
  const words = `[...document.querySelectorAll('.live [aria-roledescription="point"]')].map((each) => each.ariaLabel).join()`
  const before = await page.evaluate(words)
  expect(before).toMatch(/ns/)
  await picker.focus()
  await page.keyboard.press('ArrowDown')
  await page.waitForFunction(`${words} !== ${JSON.stringify(before)}`)
  expect(await picker.inputValue()).toBe('1')
  await page.keyboard.press('End')
  await page.waitForSelector('figure.all .still:visible')
  expect(await page.locator('.still:visible').count()).toBe(2)
  expect(await page.locator('.live:visible, .zoom:visible').count()).toBe(0)
  expect(said).toEqual([])
})

test('every control is reached with Tab, and shows that it has the focus', async (ctx) => {
  const browser = await browserFor(ctx)
  const { page } = await open(browser, await writeHtmlReport(await campaignOfSeveral()), look)
  const reachable = 'a[href], select, input, button, summary, .scroll, pre'
  const wanted = `[...document.querySelectorAll('${reachable}')].filter((each) => each.checkVisibility())`
  const count = (await page.evaluate(`${wanted}.length`)) as number
  const plain: unknown[] = []
  // Marks of a plot are one stop together.
  for (let step = 0; step < count + 10; step++) {
    await page.keyboard.press('Tab')
    plain.push(
      await page.evaluate(`(() => {
        const { activeElement: at } = document
        at.dataset.met = ''
        const { outlineStyle, outlineWidth } = getComputedStyle(at)
        return at === document.body || (outlineStyle !== 'none' && outlineWidth !== '0px') ? '' : at.outerHTML.slice(0, 80)
      })()`),
    )
  }
  expect(plain.filter((each) => each !== '')).toEqual([])
  expect(
    await page.evaluate(`${wanted}.filter((each) => !('met' in each.dataset)).map((each) => each.outerHTML)`),
  ).toEqual([])
})

test('without scripts the drawings and tables carry everything', async (ctx) => {
  const browser = await browserFor(ctx)
  const file = await writeHtmlReport(await campaignOfSeveral())
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(90_000)
  await page.goto(`file://${file}`)
  expect(await page.locator('.still svg:visible').count()).toBe(2)
  expect(await page.locator('select, button, input').count()).toBe(0)
  await page.locator('summary').click()
  expect(await page.locator('details table:visible').count()).toBe(2)
})
