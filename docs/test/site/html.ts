import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repositoryUrl } from '../../site/links.ts'
import { root } from '../documents.ts'
import { base } from './build.ts'

/** A place of a built page that leads nowhere, or out of the site without a click. */
export interface Fault {
  readonly page: string
  readonly what: string
}

const attribute = (html: string, tag: string, name: string) =>
  [...html.matchAll(new RegExp(`<${tag}\\b[^>]*?\\s${name}="([^"]*)"`, 'g'))].map(([, value = '']) =>
    value.replaceAll('&amp;', '&').replaceAll('&#39;', "'"),
  )

const isOutside = (url: string) => /^([a-z][a-z+.-]*:|\/\/)/i.test(url) && !url.startsWith('data:')

/** What is wrong with a link to another host: one into the repository leads to something that it has. */
function outsideFault(href: string): string | undefined {
  const inside = /^\/(?:blob|tree)\/main\/([^#]*)/
  const repository = repositoryUrl()
  if (repository === undefined || !href.startsWith(repository)) return undefined
  const [, path] = inside.exec(href.slice(repository.length)) ?? []
  const isThere = path === undefined || existsSync(join(root, decodeURIComponent(path)))
  return isThere ? undefined : `${href} leads to nothing that the repository has`
}

/** What is wrong with the links, and with what is loaded, of all pages below a directory. */
export function faultsOf(directory: string): readonly Fault[] {
  const pages = globSync('**/*.html', { cwd: directory })
  const ids = new Map<string, ReadonlySet<string>>()
  const idsOf = (page: string) => {
    const known = ids.get(page)
    if (known !== undefined) return known
    const html = readFileSync(join(directory, page), 'utf8')
    const found = new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id))
    ids.set(page, found)
    return found
  }
  const linkFault = (page: string, href: string): string | undefined => {
    if (isOutside(href)) return outsideFault(href)
    const [path = '', hash] = href.split('#')
    const target = path.startsWith('/') ? path.slice(base.length) : join(dirname(page), path)
    if (path.startsWith('/') && !path.startsWith(base)) return `${href} lies outside of ${base}`
    const file = path === '' ? page : target === '' || target.endsWith('/') ? `${target}index.html` : target
    const named = decodeURIComponent(file)
    if (!existsSync(join(directory, named))) return `${href} leads to no page`
    if (hash === undefined || hash === '' || !named.endsWith('.html')) return undefined
    return idsOf(named).has(decodeURIComponent(hash)) ? undefined : `${href} leads to no heading`
  }
  return pages.flatMap((page) => {
    const html = readFileSync(join(directory, page), 'utf8')
    const loaded = [
      ...attribute(html, 'script', 'src'),
      ...attribute(html, 'img', 'src'),
      ...attribute(html, 'link', 'href'),
    ]
    const foreign = loaded.filter(isOutside).map((url) => `${url} is loaded from another host`)
    const dead = attribute(html, 'a', 'href').flatMap((href) => linkFault(page, href) ?? [])
    return [...new Set([...foreign, ...dead])].map((what) => ({ page, what }))
  })
}
