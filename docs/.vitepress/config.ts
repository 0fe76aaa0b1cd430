import { defineConfig } from 'vitepress'
import { destinationOf, slugOf } from '../site/links.ts'
import { referenceSections, sections } from '../site/pages.ts'

/** What the plugin below needs of a token of markdown-it. */
interface Token {
  type: string
  tag: string
  attrs: unknown
  readonly children: readonly Token[] | null
  attrGet(name: string): string | null
  attrSet(name: string, value: string): void
}

/** Rewrites the links of one page; a link that leads nowhere on the site becomes its text. */
function rewrite(tokens: readonly Token[], page: string): void {
  const kinds: ('page' | 'repository' | 'none')[] = []
  for (const token of tokens) {
    if (token.type === 'link_open') {
      const destination = destinationOf(page, token.attrGet('href') ?? '')
      kinds.push(destination.kind)
      if (destination.kind === 'none') Object.assign(token, { type: 'path_open', tag: 'span', attrs: null })
      else token.attrSet('href', destination.href)
    } else if (token.type === 'link_close' && kinds.pop() === 'none') {
      Object.assign(token, { type: 'path_close', tag: 'span' })
    }
    if (token.children !== null) rewrite(token.children, page)
  }
}

/** Where the site lies on its host: `/` or `/somewhere/`. */
const base = process.env.CAPBENCH_DOCS_BASE ?? '/'

export default defineConfig({
  lang: 'en',
  title: 'capbench',
  description: 'Correctness-gated performance evidence about operating systems',
  base,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}icon.svg` }]],
  srcExclude: ['node_modules/**', 'test/**', 'site/**', '.documents/**'],
  rewrites: { 'decisions/README.md': 'decisions/index.md' },
  appearance: true,
  metaChunk: true, // else the list of all pages is in every page
  markdown: {
    anchor: { slugify: slugOf },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      md.core.ruler.push('links-of-files', (state) => {
        const { relativePath } = state.env as { readonly relativePath: string }
        rewrite(state.tokens as readonly Token[], relativePath)
      })
    },
  },
  themeConfig: {
    logo: '/icon.svg',
    nav: [
      { text: 'Tutorial', link: '/tutorial' },
      { text: 'Guides', link: '/guides/a-new-workload', activeMatch: '/guides/' },
      { text: 'Command line', link: '/cli' },
      { text: 'Reference', link: '/reference/', activeMatch: '/reference/' },
      { text: 'Decisions', link: '/decisions/', activeMatch: '/decisions/' },
    ],
    sidebar: { '/reference/': [...referenceSections()], '/': [...sections] },
    outline: [2, 3],
    search: { provider: 'local' },
    externalLinkIcon: true,
  },
})
