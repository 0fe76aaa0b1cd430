import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const docs = dirname(dirname(fileURLToPath(import.meta.url)))

/** A page in the side bar. */
export interface Entry {
  readonly text: string
  readonly link: string
}

/** The first heading of a document, without its marks. */
function titleOf(page: string): string {
  const [, title] = /^# (.+)$/m.exec(readFileSync(join(docs, page), 'utf8')) ?? []
  if (title === undefined) throw new Error(`docs/${page} has no heading of the first level`)
  return title.replaceAll('`', '')
}

const entry = (page: string): Entry => ({ text: titleOf(page), link: `/${page.replace(/\.md$/, '')}` })
const under = (pattern: string, first: readonly string[] = []): readonly string[] => {
  const all = globSync(pattern, { cwd: docs }).sort((a, b) => (a < b ? -1 : 1))
  return [...first.filter((page) => all.includes(page)), ...all.filter((page) => !first.includes(page))]
}

const start = ['tutorial.md', 'concepts.md', 'cli.md']
const guides = under('guides/*.md', [
  'guides/a-new-workload.md',
  'guides/a-new-target.md',
  'guides/reading-evidence.md',
])
const decisions = under('decisions/*.md').filter((page) => !page.endsWith('README.md'))
const background = under('*.md', ['evidence.md', 'authority.md', 'targets.md', 'protocol.md']).filter(
  (page) => page !== 'index.md' && !start.includes(page),
)

/** Every page that people wrote; a new file appears by itself. */
export const sections = [
  { text: 'Start', items: start.map(entry) },
  { text: 'Guides', items: guides.map(entry) },
  { text: 'Background', items: background.map(entry) },
  { text: 'Reference', items: [{ text: 'Every export', link: '/reference/' }] },
  { text: 'Decisions', items: [{ text: 'All decisions', link: '/decisions/' }, ...decisions.map(entry)] },
]

/**
 * The packages of the reference, as typedoc listed them. Their members are listed on the page of each package: hundreds
 * of entries here would be in every page.
 */
export function referenceSections(): readonly { readonly text: string; readonly items: readonly Entry[] }[] {
  const file = join(docs, 'reference', 'typedoc-sidebar.json')
  const listed = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Entry[]) : []
  return [{ text: 'Reference', items: listed.map(({ text, link }) => ({ text, link })) }]
}
