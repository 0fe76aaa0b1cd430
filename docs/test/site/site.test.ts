import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe, { type AxeResults } from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { documents } from '../documents.ts'
import { browserFor, type Look, open, overflow } from './browser.ts'
import { type BuiltSite, base, buildSite, serve } from './build.ts'
import { faultsOf } from './html.ts'

let site: BuiltSite
let origin: string
let close = (): void => undefined
const pictures = process.env.CAPBENCH_SCREENSHOTS ?? mkdtempSync(join(tmpdir(), 'capbench-pictures-'))

beforeAll(async () => {
  site = buildSite() // dead links between pages end it
  const served = await serve(site.directory)
  origin = served.origin
  close = served.close
}, 900_000)

afterAll(() => {
  close()
  site?.remove()
  if (process.env.CAPBENCH_SCREENSHOTS === undefined) rmSync(pictures, { recursive: true, force: true })
})

const addressOf = (page: string) => `${origin}${base}${page}`

describe('the built site', () => {
  test('has a page of every document, and of every package', () => {
    const pages = globSync('**/*.html', { cwd: site.directory })
    const wanted = documents
      .filter((document) => document.startsWith('docs/'))
      .map((document) =>
        document
          .slice('docs/'.length)
          .replace(/README\.md$/, 'index.md')
          .replace(/\.md$/, '.html'),
      )
    expect(wanted.filter((page) => !pages.includes(page))).toEqual([])
    expect(wanted.length).toBeGreaterThan(40)
    const packages = globSync('packages/*/package.json', { cwd: join(import.meta.dirname, '..', '..', '..') })
    for (const path of packages)
      expect(pages).toContain(join('reference', '@capbench', path.split('/')[1] ?? '', 'index.html'))
    expect(pages).toContain('reference/@capbench/core/testing/index.html')
  })

  test('has no link that leads to no page or no heading, and loads nothing from other hosts', () => {
    expect(faultsOf(site.directory)).toEqual([])
    const styles = globSync('**/*.css', { cwd: site.directory }).map((file) =>
      readFileSync(join(site.directory, file), 'utf8'),
    )
    expect(styles.length).toBeGreaterThan(0)
    for (const style of styles) expect(style).not.toMatch(/(url\(|@import)\s*['"]?(https?:)?\/\//)
  })
})

const looks: readonly Look[] = [
  { width: 360, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
]
const pages = ['', 'guides/a-new-target.html', 'reference/@capbench/core/functions/run.html', 'authority.html']

describe.each(looks)('in a browser, $width $scheme', (look) => {
  test.for(pages)('/%s fits, asks loopback alone and has no serious fault for axe', async (name, ctx) => {
    const browser = await browserFor(ctx)
    const { page, said, asked } = await open(browser, addressOf(name), look)
    const picture = `site-${name.replaceAll(/\W+/g, '-') || 'home'}-${look.width}-${look.scheme}.png`
    await page.screenshot({ path: join(pictures, picture) })
    expect((await page.locator('html').getAttribute('class')) ?? '').toBe(look.scheme === 'dark' ? 'dark' : '')
    expect(await overflow(page)).toBe(0)
    expect(said).toEqual([])
    expect(asked.filter((url) => !url.startsWith(addressOf('')) && !url.startsWith('data:'))).toEqual([])
    await page.evaluate(axe.source)
    const { violations } = (await page.evaluate('axe.run()')) as AxeResults
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    const found = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
    expect(found).toEqual([])
  })

  test('search finds a page and leads to it', async (ctx) => {
    const browser = await browserFor(ctx)
    const { page, asked } = await open(browser, addressOf(''), look)
    await page.locator('.DocSearch-Button, .VPNavBarSearch button').first().click()
    await page.locator('#localsearch-input').fill('nohz_full')
    const results = page.locator('.VPLocalSearchBox .result')
    await results.first().waitFor()
    await page.screenshot({ path: join(pictures, `site-search-${look.width}-${look.scheme}.png`) })
    await results.first().click()
    await page.locator('h1', { hasText: 'Isolated hosts' }).waitFor()
    expect(page.url()).toContain(addressOf('guides/isolated-hosts'))
    expect(asked.filter((url) => !url.startsWith(addressOf('')) && !url.startsWith('data:'))).toEqual([])
  })
})
