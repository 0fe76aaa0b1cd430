import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CpioEntry, writeCpio } from '../../src/image/cpio.ts'
import { readCpio } from '../helpers/read-cpio.ts'

const part = fc.stringMatching(/^[a-zA-Z0-9é_-][a-zA-Z0-9._-]{0,20}$/)
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))
const mode = fc.integer({ min: 0, max: 0o7777 })
const entry: fc.Arbitrary<CpioEntry> = fc.oneof(
  fc.record({ kind: fc.constant('directory' as const), path, mode }),
  fc.record({ kind: fc.constant('file' as const), path, mode, bytes: fc.uint8Array({ maxLength: 2000 }) }),
  fc.record({ kind: fc.constant('symlink' as const), path, to: path }),
  fc.record({ kind: fc.constant('character-device' as const), path, mode, major: fc.nat(255), minor: fc.nat(255) }),
)
const entries = fc.uniqueArray(entry, { selector: (one) => one.path, maxLength: 12 })

const bits = { directory: 0o040000, file: 0o100000, symlink: 0o120000, 'character-device': 0o020000 }
const dataOf = (one: CpioEntry): Buffer =>
  Buffer.from(one.kind === 'file' ? one.bytes : one.kind === 'symlink' ? one.to : '')

describe('a cpio archive', () => {
  it('gives back every entry, sorted, owned by root and without a date', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const archive = writeCpio(all)
        expect(archive.length % 512).toBe(0)
        const members = readCpio(archive)
        expect(members.map((one) => one.path)).toEqual(all.map((one) => one.path).sort())
        for (const [index, member] of members.entries()) {
          const one = all.find((candidate) => candidate.path === member.path) as CpioEntry
          expect(member).toMatchObject({ ino: index + 1, uid: 0, gid: 0, mtime: 0 })
          expect(member.mode).toBe(bits[one.kind] | (one.kind === 'symlink' ? 0o777 : one.mode))
          expect(member.device).toEqual(one.kind === 'character-device' ? [one.major, one.minor] : [0, 0])
          expect(member.data.equals(dataOf(one))).toBe(true)
        }
      }),
    )
  })

  it('is the same bytes in whatever order the entries come', () => {
    fc.assert(
      fc.property(
        entries.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(Buffer.from(writeCpio(shuffled)).equals(writeCpio(all))).toBe(true)
        },
      ),
    )
  })

  it.each(['', '/init', 'a//b', 'a/', '../up', 'a/./b', 'TRAILER!!!', 'a\0b'])('refuses the path %j', (bad) => {
    expect(() => writeCpio([{ kind: 'directory', path: bad, mode: 0o755 }])).toThrow(/relative and plain/)
  })

  it('refuses a path that is given twice', () => {
    const twice: CpioEntry = { kind: 'directory', path: 'dev', mode: 0o755 }
    expect(() => writeCpio([twice, twice])).toThrow(/dev is given twice/)
  })

  it('is read by the cpio program', ({ skip }) => {
    const archive = writeCpio([
      { kind: 'directory', path: 'bin', mode: 0o755 },
      { kind: 'file', path: 'bin/tool', mode: 0o755, bytes: Buffer.from('hello') },
      { kind: 'symlink', path: 'init', to: 'bin/tool' },
    ])
    const { error, stdout, stderr } = spawnSync('cpio', ['-it', '--quiet'], { input: archive, encoding: 'utf8' })
    if (error && 'code' in error && error.code === 'ENOENT')
      return skip('cpio is not installed; the boots read the format too')
    expect(stderr).toBe('')
    expect(stdout).toBe('bin\nbin/tool\ninit\n')
  })
})
