import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { primitiveAreas } from '../../src/capos/primitives/primitives.ts'
import { tableSystems } from '../../src/table/cell.ts'
import { intentsOn, workOf } from '../../src/table/table.ts'
import { primitives } from './evaluated.ts'
import { fixtures } from './fixtures.ts'
import { vectors } from './vectors.ts'

const directory = join(import.meta.dirname, '../../vectors')
const page = readFileSync(join(import.meta.dirname, '../../../../docs/guides/osbench-on-capos.md'), 'utf8')

describe('the logs that are shipped', () => {
  it('are those of the fixtures', () => {
    expect(readdirSync(directory).sort()).toEqual([...vectors.keys()].sort())
    for (const [name, bytes] of vectors) {
      const same = readFileSync(join(directory, name)).equals(bytes)
      expect([name, same], 'run node packages/bench-osbench/scripts/capos-vectors.ts').toEqual([name, true])
    }
  })

  it('say that no capOS wrote them', () => {
    for (const [name, bytes] of vectors) expect([name, `${bytes}`]).toEqual([name, expect.stringMatching(/fixture/)])
  })
})

describe('the guide for authors of capOS', () => {
  it('names every record, operation and condition of the primitives', () => {
    for (const area of primitiveAreas) {
      const { name, metrics } = primitives[area]
      expect(page).toContain(`\`${name}\``)
      for (const metric of metrics) expect(page).toContain(`\`${metric.name}\``)
      for (const type of new Set(fixtures[area].map((each) => each.type))) expect(page).toContain(`\`${type}\``)
    }
  })

  it('shows each kind of record as the fixtures have it', () => {
    const lines = page.split('\n').filter((line) => /^ {4}[a-z]+ \{/.test(line))
    const known = new Set(
      primitiveAreas.flatMap((area) => fixtures[area].map(({ type, value }) => `    ${type} ${JSON.stringify(value)}`)),
    )
    const own = lines.filter((line) => !known.has(line))
    expect(lines.length).toBeGreaterThan(20)
    expect(own.filter((line) => !/^ {4}(env|probe|intent|batches|done|proof) /.test(line))).toEqual([])
  })

  it('names every subsystem that the table asks capOS for, and leaves its labels to the table', () => {
    const asked = new Set(intentsOn('capos').flatMap((intent) => workOf(intent, 'capos')?.requires ?? []))
    for (const subsystem of asked) expect(page).toContain(`\`${subsystem}\``)
    expect(tableSystems).toContain('capos')
    expect(page).toContain('../osbench-translation.md')
  })
})
