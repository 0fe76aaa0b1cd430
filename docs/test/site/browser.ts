import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { onTestFinished, type TestContext } from 'vitest'

/** Debian's package `chromium`; nothing is fetched. */
const executablePath = '/usr/bin/chromium'

/** How a page is looked at. */
export interface Look {
  readonly width: number
  readonly scheme: 'light' | 'dark'
}

/** A browser of the test's own; where Debian's Chromium is missing, the test is skipped and says so. */
export async function browserFor(ctx: TestContext): Promise<Browser> {
  if (!existsSync(executablePath)) ctx.skip('needs Chromium: apt-get install --no-install-recommends chromium')
  // Root has no sandbox of user namespaces; the pages are our own and come from loopback.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], timeout: 90_000 })
  onTestFinished(() => browser.close())
  return browser
}

/** A page as one look shows it, with everything that it reported or asked for. */
export async function open(browser: Browser, url: string, { width, scheme }: Look) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme })
  const page = await context.newPage()
  page.setDefaultTimeout(90_000)
  const said: string[] = []
  const asked: string[] = []
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()))
  page.on('pageerror', (error) => said.push(error.message))
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(url, { timeout: 90_000, waitUntil: 'networkidle' })
  return { page, said, asked }
}

/** How far the page is wider than what is seen of it, in CSS pixels. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
