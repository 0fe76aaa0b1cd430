import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sha256Hex } from '../../src/encode/canonical.ts'
import { parseManifest, renderManifest } from '../../src/evidence/manifest.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const a = `${'0'.repeat(63)}a`
const b = `${'0'.repeat(63)}b`
const entriesOf = fc
  .uniqueArray(fc.array(fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,8}$/), { minLength: 1, maxLength: 8 }), {
    minLength: 1,
    selector: (segments) => segments.join('/'),
  })
  .map((paths) => new Map(paths.map((segments) => [segments.join('/'), sha256Hex(utf8(segments.join()))])))

describe('manifest', () => {
  it('reads back what it wrote, in byte order', () => {
    fc.assert(
      fc.property(entriesOf, (entries) => {
        const back = parseManifest(utf8(renderManifest(entries)))
        expect(new Map(back)).toEqual(entries)
        const paths = [...back.keys()]
        expect(paths).toEqual([...paths].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y))))
      }),
    )
  })

  it('is accepted by sha256sum --strict, which also finds a changed file', () => {
    const dir = mkdtempSync(join(tmpdir(), 'capbench-manifest-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    const files = ['config.json', 'env/host.json', 'raw/b/t/smp1/001/records.log', 'raw/b/t/smp1/001-x', 'z']
    for (const path of files) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), `content of ${path}\n`)
    }
    const entries = new Map(files.map((path) => [path, sha256Hex(utf8(`content of ${path}\n`))]))
    writeFileSync(join(dir, 'evidence.sha256'), renderManifest(entries))
    const check = () => spawnSync('sha256sum', ['--strict', '-c', 'evidence.sha256'], { cwd: dir, encoding: 'utf8' })
    expect(check()).toMatchObject({ status: 0, stderr: '' })
    writeFileSync(join(dir, 'z'), 'content of y\n')
    expect(check()).toMatchObject({ status: 1, stdout: expect.stringContaining('z: FAILED') })
  })

  it.each([
    ['nothing', '', 'is empty'],
    ['no final newline', `${a}  x`, 'newline'],
    ['an empty line', `${a}  x\n\n`, 'line 2'],
    ['a path twice', `${a}  x\n${a}  x\n`, 'repeats'],
    ['a wrong order', `${a}  y\n${b}  x\n`, 'out of order'],
    ['upper-case digits', `${a.toUpperCase()}  x\n`, 'line 1'],
    ['a short digest', `${a.slice(1)}  x\n`, 'line 1'],
    ['one space', `${a} x\n`, 'line 1'],
    ['binary mode', `${a} *x\n`, 'line 1'],
    ['an escaped name', `\\${a}  x\n`, 'line 1'],
    ['a carriage return', `${a}  x\r\n`, 'line 1'],
    ['a comment', `# x\n${a}  x\n`, 'line 1'],
    ['a path that leaves', `${a}  ../x\n`, 'line 1'],
    ['an absolute path', `${a}  /x\n`, 'line 1'],
    ['a NUL', `${a}  x\0\n`, 'line 1'],
    ['a byte order mark', `\ufeff${a}  x\n`, 'line 1'],
  ])('refuses %s', (_, text, fault) => {
    expect(() => parseManifest(utf8(text))).toThrow(
      expect.objectContaining({ code: 'CAPBENCH_HOSTILE', message: expect.stringContaining(fault) }),
    )
  })

  it('refuses more entries than the limit', () => {
    const line = (i: number) => `${a}  f${String(i).padStart(6, '0')}\n`
    const text = Array.from({ length: 65_537 }, (_, i) => line(i)).join('')
    expect(() => parseManifest(utf8(text))).toThrow('lists 65537 files')
    expect(parseManifest(utf8(text.slice(0, -line(0).length))).size).toBe(65_536)
  })

  it.each([
    ['no entries', new Map<string, string>()],
    ['a bad path', new Map([['../x', a]])],
    ['a bad digest', new Map([['x', 'abc']])],
  ])('does not write %s', (_, entries) => {
    expect(() => renderManifest(entries)).toThrow(expect.objectContaining({ code: 'CAPBENCH_BUG' }))
  })
})
