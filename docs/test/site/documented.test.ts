import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Application } from 'typedoc'
import { expect, onTestFinished, test } from 'vitest'
import { undocumentedOf } from '../../site/documented.ts'
import { root } from '../documents.ts'

test('exports that nobody said anything of are found', { timeout: 300_000 }, async () => {
  // Below the repository, where the compiler finds its types.
  const directory = mkdtempSync(join(root, 'docs', '.documents-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const file = join(directory, 'entry.ts')
  writeFileSync(
    file,
    `/** Said. */
export interface Said { readonly a: number }
export interface Unsaid { /** Only a member is. */ readonly a: number }
/** Said. */
export function said(): void {}
export function unsaid(): void {}
/** @param a only this */
export function half(a: number): number { return a }
export const unsaidToo = 1
`,
  )
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ include: ['entry.ts'] }))
  const options = { entryPoints: [file], tsconfig: join(directory, 'tsconfig.json'), readme: 'none', disableGit: true }
  const app = await Application.bootstrap({ ...options, skipErrorChecking: true, disableSources: true, name: 'entry' })
  const project = await app.convert()
  if (project === undefined) throw new Error('typedoc could not read the file')
  expect(undocumentedOf(project).map((each) => each.split(': ')[1])).toEqual(['Unsaid', 'unsaidToo', 'half', 'unsaid'])
})
