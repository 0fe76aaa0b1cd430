import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProgramFile } from '@capbench/core'
import { expect, it } from 'vitest'
import { sha256 } from '../../src/cache/digest.ts'
import { buildInitramfs } from '../../src/image/initramfs.ts'
import { temporaryDirectory } from '../helpers/directory.ts'

function program(directory: string, name: string): ProgramFile {
  const path = join(directory, name)
  const bytes = Buffer.from(`this is ${name}`)
  writeFileSync(path, bytes)
  return {
    name,
    path,
    manifest: {
      name,
      sha256: sha256(bytes),
      bytes: bytes.length,
      compiler: { name: 'cc', version: '1' },
      libc: { name: 'libc', version: '1' },
      flags: [],
      sources: [],
      notes: [],
    },
  }
}

it.each(['init', 'launcher', 'tool'])('refuses a %s that has changed since its manifest was read', async (changed) => {
  const directory = temporaryDirectory()
  const [init, launcher, tool] = ['init', 'launcher', 'tool'].map((name) => program(directory, name)) as [
    ProgramFile,
    ProgramFile,
    ProgramFile,
  ]
  const build = () => buildInitramfs({ init, launcher, programs: [tool] }, directory)
  const { path, sha256: digest } = await build()
  expect(sha256(readFileSync(path))).toBe(digest)
  writeFileSync(join(directory, changed), 'this is another program')
  await expect(build()).rejects.toMatchObject({
    code: 'CAPBENCH_HOSTILE',
    message: expect.stringMatching(/changed since it was found/),
  })
  expect(readdirSync(join(directory, 'initramfs'))).toHaveLength(1)
})

it('says which program cannot be read', async () => {
  const directory = temporaryDirectory()
  const init = program(directory, 'init')
  const gone = { ...init, path: join(directory, 'gone') }
  await expect(buildInitramfs({ init, launcher: gone, programs: [] }, directory)).rejects.toMatchObject({
    code: 'CAPBENCH_UNREADABLE',
    message: expect.stringMatching(/gone cannot be read \(ENOENT\)/),
  })
})
