import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run, suite, withMethod } from '@capbench/core'
import { derive } from '../../src/derive.ts'
import { sha256Hex } from '../../src/encode/canonical.ts'
import { openDirectory } from '../../src/evidence/directory.ts'
import { renderManifest } from '../../src/evidence/manifest.ts'
import { eventfulTarget } from '../pipeline/campaign.ts'
import { good, toy } from '../pipeline/toy.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)

/** Publishes a campaign that uses every kind of file; no two runs have the same time. */
export async function makeGolden(store: string): Promise<string> {
  let ns = 1000
  const fake = eventfulTarget(
    (request) => ({ ...good(request, { ns: ns++ }), console: utf8(`boot of ${request.caseName}\n`) }),
    { events: () => [{ kind: 'fact', atNs: 1, name: 'seen', value: { threads: 3 } }] },
  )
  const target = {
    ...fake,
    prepare: async (context: Parameters<typeof fake.prepare>[0]) => {
      await context.environment('host', () => ({ cpu: 'a model', caches: [1, 2] }))
      return fake.prepare(context)
    },
  }
  const toys = withMethod(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, { runs: 2, warmups: 1 })
  return (await run(toys, { store })).directory
}

/** A copy that can be changed. */
export function copyOf(golden: string, to: string): string {
  rmSync(to, { recursive: true, force: true })
  cpSync(golden, to, { recursive: true })
  for (const path of filesOf(to)) chmodSync(join(to, path), 0o644)
  return to
}

export function filesOf(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort()
}

const isObserved = (path: string) => path === 'config.json' || /^(env|raw|proofs)\//.test(path)

/** Makes both manifests fit whatever is there now, as a forger would. */
export function reseal(directory: string): void {
  const listed = filesOf(directory).filter((path) => !path.endsWith('.sha256'))
  const digests = (paths: readonly string[]) =>
    new Map(paths.map((path) => [path, sha256Hex(readFileSync(join(directory, path)))]))
  const observed = digests(listed.filter(isObserved))
  writeFileSync(join(directory, 'evidence.sha256'), renderManifest(observed))
  const derived = digests([...listed.filter((path) => !isObserved(path)), 'evidence.sha256'])
  writeFileSync(join(directory, 'derived.sha256'), renderManifest(derived))
}

/** What a forger with this package does: derives everything again from changed logs, and seals it. */
export async function rederive(directory: string): Promise<void> {
  reseal(directory)
  const derived = await derive(openDirectory(directory), [toy])
  for (const path of filesOf(directory)) if (!isObserved(path)) rmSync(join(directory, path))
  for (const [path, bytes] of derived.files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), bytes)
  }
  reseal(directory)
}

/** Changes a stored JSON file by its text. */
export function edit(directory: string, path: string, change: (text: string) => string): void {
  const file = join(directory, path)
  const before = readFileSync(file, 'latin1')
  const after = change(before)
  if (after === before) throw new Error(`the mutation of ${path} changes nothing`)
  writeFileSync(file, after, 'latin1')
}
