import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { documents, root, textOf } from './documents.ts'

test('every link inside the repository leads somewhere', () => {
  const dead = documents.flatMap((document) =>
    [...textOf(document).matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].flatMap(([, link = '']) =>
      existsSync(join(root, dirname(document), link)) ? [] : [`${document}: ${link}`],
    ),
  )
  expect(dead).toEqual([])
})

test('the list of decisions has every one under its title', () => {
  const listed = textOf('docs/decisions/README.md')
  const missing = documents
    .filter((document) => /^docs\/decisions\/(?!README)/.test(document))
    .map((document) => `- [${/^# (.+)$/m.exec(textOf(document))?.[1]}](${basename(document)})`)
    .filter((line) => !listed.includes(line))
  expect(missing).toEqual([])
})
