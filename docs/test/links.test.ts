import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
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
