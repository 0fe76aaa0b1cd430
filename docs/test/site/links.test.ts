import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { destinationOf, repositoryUrl, slugOf } from '../../site/links.ts'
import { base } from './build.ts'
import { faultsOf } from './html.ts'

const repository = 'https://example.org/repository'

test.each([
  ['concepts.md', 'evidence.md#classes', { kind: 'page', href: './evidence.md#classes' }],
  ['guides/ci-gates.md', '../decisions/README.md', { kind: 'page', href: './../decisions/index.md' }],
  ['concepts.md', 'decisions', { kind: 'page', href: './decisions/index.md' }],
  ['concepts.md', '#gates', { kind: 'page', href: '#gates' }],
  ['concepts.md', 'https://example.org/', { kind: 'page', href: 'https://example.org/' }],
  ['concepts.md', '../packages/core/src', { kind: 'repository', href: `${repository}/tree/main/packages/core/src` }],
  ['guides/ci-gates.md', '../../README.md', { kind: 'repository', href: `${repository}/blob/main/README.md` }],
])('on the site, %s finds %s', (page, href, wanted) => {
  expect(destinationOf(page, href, repository)).toEqual(wanted)
})

test('a heading has the anchor that it has where its file is read', () => {
  expect(slugOf('A log of `make run-measure`')).toBe('a-log-of-make-run-measure')
  expect(slugOf('capOS: declared and checked')).toBe('capos-declared-and-checked')
  expect(slugOf('1. What can be measured here')).toBe('1-what-can-be-measured-here')
})

test('links that lead nowhere, and what is loaded from elsewhere, are found', () => {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-links-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  mkdirSync(join(directory, 'guides'))
  writeFileSync(join(directory, 'guides', 'b.html'), '<h2 id="here"></h2><a href="../a.html">back</a>')
  const main = `${repositoryUrl()}/blob/main`
  const good = ['guides/b.html#here', `${base}guides/b.html`, 'https://example.org/', '#top', `${main}/README.md#L1`]
  const bad = ['guides/none.html', 'guides/b.html#there', '/elsewhere/a.html', `${main}/core/src/index.ts#L1`]
  const links = [...good, ...bad].map((href) => `<a class="x" href="${href}">link</a>`).join('\n')
  const loads = '<script src="https://example.org/a.js"></script><link rel="x" href="//example.org/a.css">'
  writeFileSync(join(directory, 'a.html'), `<h1 id="top"></h1>${links}${loads}`)
  expect(faultsOf(directory)).toEqual([
    { page: 'a.html', what: 'https://example.org/a.js is loaded from another host' },
    { page: 'a.html', what: '//example.org/a.css is loaded from another host' },
    { page: 'a.html', what: 'guides/none.html leads to no page' },
    { page: 'a.html', what: 'guides/b.html#there leads to no heading' },
    { page: 'a.html', what: `/elsewhere/a.html lies outside of ${base}` },
    { page: 'a.html', what: `${main}/core/src/index.ts#L1 leads to nothing that the repository has` },
  ])
})
