import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type VariantName, variants } from '../../src/intents/intents.ts'
import { permittedBy } from '../../src/measure/authority.ts'
import { workOf } from '../../src/table/table.ts'

/** Ids and sets of the C program's own catalog, from its text. */
const catalog = readFileSync(join(import.meta.dirname, '../../c/catalog.c'), 'utf8')
const entries = [...catalog.matchAll(/(?:\{ |RING\()"([a-z0-9._-]+)",([^{}]*?)(?:\}|\),)/g)].map(
  ([, name = '', rest = '']) => ({ name, set: /\bQUICK\b/.test(rest) ? 'quick' : 'full' }),
)

/** A test of a file that another language reads would say nothing if it found nothing. */
it('finds the catalog of the program', () => expect(entries.length).toBeGreaterThan(60))

it('has every variant of the program, in the same set', () => {
  const known = new Map<string, string>(variants.map(({ name, set }) => [name, set]))
  expect(entries.filter(({ name, set }) => known.get(name) !== set)).toEqual([])
})

it('has a program for every variant that the table promises on Linux', () => {
  const written = new Set(entries.map(({ name }) => name))
  const promised = variants.flatMap(({ name, intent }): readonly VariantName[] => {
    const work = workOf(intent, 'linux-guest')
    return work === undefined || work.shows !== undefined ? [] : [name]
  })
  expect(promised.filter((name) => !written.has(name))).toEqual([])
})

it('says for everything that the program asks for which terms permit to ask', () => {
  const probe = readFileSync(join(import.meta.dirname, '../../c/probe.c'), 'utf8')
  const names = /names\[NEEDS\] = \{([^}]*)\}/.exec(probe)?.[1] ?? ''
  const asked = [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name)
  expect(asked.sort()).toEqual(Object.keys(permittedBy).sort())
})
