import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, suite } from '@capbench/core'
import { encodeStream, fakeTarget } from '@capbench/core/testing'
import { frozen } from './frozen.ts'

/**
 * Prints a campaign as one JSON document, path to bytes in base64, for `evidence-<version>.json`. Run it with
 * `node --conditions=@capbench/source`. Made for each version that changes what is stored or derived, again and again
 * until that version is released; then it is never touched: what later versions add to derived files is listed in
 * `added-members.ts`, and the old evidence still has to follow.
 */
const store = mkdtempSync(join(tmpdir(), 'capbench-golden-'))
let ns = 1000
const target = fakeTarget({
  name: 'fake',
  play: ({ nonce, vcpus, benchmark, caseName }) => {
    const begin = { program: 'frozen', version: '1' }
    if (benchmark === 'frozen-proof')
      return { records: encodeStream(nonce, begin, [{ type: 'proof', value: { ok: true } }]) }
    const value = { answer: 42, ns: Math.round(ns++ / vcpus) }
    return {
      records: encodeStream(nonce, begin, [{ type: 'answer', value }]),
      console: new TextEncoder().encode(`boot of ${caseName}\n`),
      events: [{ kind: 'fact', atNs: 1, name: 'seen', value: { threads: vcpus } }],
    }
  },
})
const { directory } = await run(suite({ name: 'frozen', benchmarks: [frozen], targets: [target] }), { store })
const files = readdirSync(directory, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
  .sort()
const bundle = Object.fromEntries(files.map((path) => [path, readFileSync(join(directory, path)).toString('base64')]))
process.stdout.write(`${JSON.stringify(bundle, null, 1)}\n`)
rmSync(store, { recursive: true })
