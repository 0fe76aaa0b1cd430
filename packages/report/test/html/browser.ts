import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { onTestFinished, type TestContext } from 'vitest'

/** Debian's package `chromium`; nothing is fetched. */
const executablePath = '/usr/bin/chromium'

/** How a page is looked at. */
export interface Look {
  readonly width: number
  readonly scheme: 'light' | 'dark'
  readonly media: 'screen' | 'print'
}

/** A browser of the test's own; where Debian's Chromium is missing, the test is skipped and says so. */
export async function browserFor(ctx: TestContext): Promise<Browser> {
  if (!existsSync(executablePath)) ctx.skip('needs Chromium: apt-get install --no-install-recommends chromium')
  // Root has no sandbox of user namespaces; the page is our own file and may load nothing.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], timeout: 90_000 })
  onTestFinished(() => browser.close())
  return browser
}

/** The page as one look shows it, with everything that it reported or asked for. */
export async function open(browser: Browser, file: string, { width, scheme, media }: Look) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme })
  const page = await context.newPage()
  page.setDefaultTimeout(90_000)
  await page.emulateMedia({ media, colorScheme: scheme })
  const said: string[] = []
  const asked: string[] = []
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(error.message))
  page.on('dialog', (dialog) => {
    said.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`file://${file}`)
  // The script says so when every plot lives, or none can.
  await page.waitForSelector('html[data-ready]', { state: 'attached' })
  return { page, said, asked }
}

/** How far the page is wider than what is seen of it, in CSS pixels. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
