import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cacheDirectory, discardDirectory, publishDirectory, publishFile } from '../../src/cache/directory.ts'
import { temporaryDirectory } from '../helpers/directory.ts'

const fillWith = (text: string) => async (stage: string, scratch: string) => {
  writeFileSync(join(scratch, 'rest'), text)
  writeFileSync(join(stage, 'file'), text)
}

describe('the cache', () => {
  it('is where the caller says, else the environment, else the user cache', () => {
    expect(cacheDirectory('/chosen', { CAPBENCH_CACHE: '/env' })).toBe('/chosen')
    expect(cacheDirectory(undefined, { CAPBENCH_CACHE: '/env', XDG_CACHE_HOME: '/xdg' })).toBe('/env')
    expect(cacheDirectory(undefined, { XDG_CACHE_HOME: '/xdg' })).toBe('/xdg/capbench')
    expect(cacheDirectory(undefined, {})).toMatch(/\/\.cache\/capbench$/)
  })

  it('asks for a place where a user without a home directory has named none', ({ skip }) => {
    if (process.geteuid?.() !== 0) return skip('only root can become another user')
    const module = join(import.meta.dirname, '../../src/cache/directory.ts')
    const script = `
      const { cacheDirectory } = await import(${JSON.stringify(module)})
      process.setgroups([]); process.setgid(54321); process.setuid(54321)
      try { cacheDirectory(undefined, {}) } catch ({ code, message }) { console.log(code, message) }`
    const args = ['--conditions=@capbench/source', '--input-type=module', '-e', script]
    const { stdout } = spawnSync(process.execPath, args, { env: {}, encoding: 'utf8' })
    expect(stdout).toMatch(/^CAPBENCH_MISSING .*set CAPBENCH_CACHE/)
  })

  it('shows a directory only when it is whole, and keeps nothing else', async () => {
    const root = temporaryDirectory()
    await publishDirectory(join(root, 'a'), async (stage, scratch) => {
      await fillWith('whole')(stage, scratch)
      expect(existsSync(join(root, 'a'))).toBe(false)
    })
    expect(readdirSync(root)).toEqual(['a'])
    expect(readdirSync(join(root, 'a'))).toEqual(['file'])
  })

  it('keeps the directory of the process that was faster', async () => {
    const root = temporaryDirectory()
    const path = join(root, 'a')
    await publishDirectory(path, async (stage, scratch) => {
      await publishDirectory(path, fillWith('first'))
      await fillWith('second')(stage, scratch)
    })
    expect(readFileSync(join(path, 'file'), 'utf8')).toBe('first')
    expect(readdirSync(root)).toEqual(['a'])
  })

  it('leaves nothing of work that failed, nor of processes that are gone', async () => {
    const root = temporaryDirectory()
    mkdirSync(join(root, 'old.4194999-0123abcd.tmp'))
    mkdirSync(join(root, `busy.${process.pid}-0123abcd.tmp`))
    await expect(publishDirectory(join(root, 'a'), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(readdirSync(root)).toEqual([`busy.${process.pid}-0123abcd.tmp`])
  })

  it('loses what a killed process left of a file, with the next file', async () => {
    const root = temporaryDirectory()
    writeFileSync(join(root, 'old.4194999-0123abcd.tmp'), 'half')
    writeFileSync(join(root, `busy.${process.pid}-0123abcd.tmp`), 'half')
    await publishFile(join(root, 'a'), Buffer.from('whole'))
    expect(readdirSync(root)).toEqual(['a', `busy.${process.pid}-0123abcd.tmp`])
  })

  it('discards a directory whole, and is content where it is gone', async () => {
    const root = temporaryDirectory()
    await publishDirectory(join(root, 'a'), fillWith('x'))
    for (const _ of [1, 2]) await discardDirectory(join(root, 'a'))
    expect(readdirSync(root)).toEqual([])
  })

  it('replaces a file that does not hold what it should, and leaves one alone that does', async () => {
    const path = join(temporaryDirectory(), 'a', 'file')
    const whole = Buffer.from('whole')
    await publishFile(path, whole)
    const made = statSync(path).ino
    await publishFile(path, whole)
    expect(statSync(path).ino).toBe(made)
    for (const damage of ['broken', 'whol', '']) {
      writeFileSync(path, damage)
      await publishFile(path, whole)
      expect(readFileSync(path, 'utf8')).toBe('whole')
    }
    expect(readdirSync(dirname(path))).toEqual(['file'])
  })

  it('says what to do when it cannot be written', async () => {
    const root = temporaryDirectory()
    writeFileSync(join(root, 'file'), '')
    const path = join(root, 'file', 'deeper', 'a')
    for (const work of [() => publishFile(path, new Uint8Array()), () => publishDirectory(path, fillWith('x'))])
      await expect(work()).rejects.toMatchObject({
        code: 'CAPBENCH_UNREADABLE',
        message: expect.stringMatching(/ENOTDIR.*CAPBENCH_CACHE/),
      })
  })

  it('says so of a file system that makes no directories, and does not wait for ever', async () => {
    const path = '/proc/capbench/deeper/a'
    for (const work of [() => publishFile(path, new Uint8Array()), () => publishDirectory(path, fillWith('x'))])
      await expect(work()).rejects.toMatchObject({
        code: 'CAPBENCH_UNREADABLE',
        message: expect.stringMatching(/\/proc\/capbench.* cannot be written \(ENOENT\).*CAPBENCH_CACHE/),
      })
  })
})
