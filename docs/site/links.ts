import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const docs = dirname(dirname(fileURLToPath(import.meta.url)))
const root = dirname(docs)

/** The address of the repository, as its manifest states it; undefined where it states none. */
export function repositoryUrl(): string | undefined {
  const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly repository?: string | { readonly url: string }
  }
  const url = typeof repository === 'string' ? repository : repository?.url
  return url?.replace(/^git\+/, '').replace(/\.git$/, '')
}

/** Where a link of a document leads on the site: a page, the repository, or nowhere, where that has no address. */
export type Destination = { readonly kind: 'page' | 'repository'; readonly href: string } | { readonly kind: 'none' }

/**
 * Documents link as files do, so that the links work where the files are read. On the site a folder is its README, and
 * what lies outside of `docs/` is in the repository.
 *
 * @param page path of the document, relative to `docs/`
 * @param href as the document has it
 */
export function destinationOf(page: string, href: string, repository = repositoryUrl()): Destination {
  if (/^([a-z][a-z+.-]*:|#|\/)/i.test(href)) return { kind: 'page', href }
  const [path = '', hash] = href.split('#')
  const anchor = hash === undefined ? '' : `#${hash}`
  const file = join(docs, dirname(page), path)
  const isFolder = existsSync(file) && statSync(file).isDirectory()
  const target = isFolder && existsSync(join(file, 'README.md')) ? join(file, 'README.md') : file
  const inside = relative(docs, target)
  const isPage = !inside.startsWith('..') && target.endsWith('.md')
  if (isPage) {
    const from = join(docs, dirname(page))
    return { kind: 'page', href: `./${relative(from, target).replace(/README\.md$/, 'index.md')}${anchor}` }
  }
  if (repository === undefined) return { kind: 'none' }
  return {
    kind: 'repository',
    href: `${repository}/${isFolder ? 'tree' : 'blob'}/main/${relative(root, target)}${anchor}`,
  }
}

/** The anchor of a heading, as GitHub makes it, so that one link fits both. */
export const slugOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Mark}\p{Number}\p{Connector_Punctuation} -]/gu, '')
    .replaceAll(' ', '-')
