import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { writeState } from '../../src/snapshot/file.ts'
import { type ReadyState, type StateStore, stateStore } from '../../src/snapshot/states.ts'
import { temporaryDirectory } from '../helpers/directory.ts'

const key = 'a'.repeat(64)
const stream = Buffer.alloc(100_000, 'what QEMU wrote')

/** A store with a whole state of `key` in it. */
async function filled() {
  const cache = temporaryDirectory()
  const file = join(cache, 'snapshots', `${key}.state`)
  let saves = 0
  const save = async (path: string): Promise<void> => {
    saves++
    await writeState(path, key, Readable.from([stream.subarray(0, 7), stream.subarray(7)]))
  }
  const take = async (store: StateStore): Promise<ReadyState> => {
    const state = await store.take(key, save)
    onTestFinished(() => state.handle.close())
    return state
  }
  const store = stateStore(cache)
  await take(store)
  return { cache, file, store, take, saves: () => saves }
}

describe('a saved state', () => {
  it('is saved once, and comes as a descriptor that stands where the stream of QEMU begins', async () => {
    const { store, take, saves } = await filled()
    const state = await take(store)
    expect(state).toMatchObject({ fresh: false, bytes: stream.length })
    expect(saves()).toBe(1)
    const { buffer } = await state.handle.read(Buffer.alloc(stream.length), 0, stream.length, null)
    expect(buffer.equals(stream)).toBe(true)
  })

  it.each<[string, (whole: Buffer) => Buffer, RegExp]>([
    ['empty', () => Buffer.alloc(0), /does not begin as a saved state/],
    ['something else', () => Buffer.alloc(200_000, 'x'), /does not begin as a saved state/],
    ['cut off', (whole) => whole.subarray(0, -1), /bytes were saved, the file has/],
    ['too long', (whole) => Buffer.concat([whole, Buffer.from('x')]), /bytes were saved, the file has/],
    ['changed in one bit', flipped, /its SHA-256 is/],
    [
      'of another machine',
      (whole) => Buffer.from(whole.toString('latin1').replace(key, 'b'.repeat(64)), 'latin1'),
      /another machine/,
    ],
  ])('that is %s is not used but saved again, and why is told', async (_, damage, why) => {
    const { cache, file, store, take, saves } = await filled()
    writeFileSync(file, damage(readFileSync(file)))
    const state = await take(store)
    expect(state).toMatchObject({ fresh: true, replaced: expect.stringMatching(why) })
    expect(saves()).toBe(2)
    expect(await take(stateStore(cache))).toMatchObject({ fresh: false })
  })

  it('that cannot be read, because it is a directory, is told of', async () => {
    const cache = temporaryDirectory()
    mkdirSync(join(cache, 'snapshots', `${key}.state`), { recursive: true })
    await expect(stateStore(cache).take(key, async () => {})).rejects.toThrow()
  })

  it('that was not saved whole leaves nothing behind', async () => {
    const cache = temporaryDirectory()
    const broken = async function* () {
      yield stream
      throw new Error('QEMU is gone')
    }
    const save = async (path: string): Promise<void> => {
      await writeState(path, key, Readable.from(broken()))
    }
    await expect(stateStore(cache).take(key, save)).rejects.toThrow('QEMU is gone')
    expect(readdirSync(join(cache, 'snapshots'))).toEqual([])
  })

  it('is forgotten once 32 others were saved later', async () => {
    const { file, store } = await filled()
    const folder = dirname(file)
    utimesSync(file, 1, 1)
    for (let other = 0; other < 31; other++) writeFileSync(join(folder, `${other}.state`), '')
    const save = async (path: string): Promise<void> => {
      await writeState(path, 'b'.repeat(64), Readable.from([stream]))
    }
    const { handle } = await store.take('b'.repeat(64), save)
    await handle.close()
    expect(existsSync(file)).toBe(false)
    expect(readdirSync(folder)).toHaveLength(32)
  })

  it('is gone once it was discarded, and may be discarded twice', async () => {
    const { file, store, take, saves } = await filled()
    await store.discard(key)
    await store.discard(key)
    expect(() => readFileSync(file)).toThrow(/ENOENT/)
    expect(await take(store)).toMatchObject({ fresh: true })
    expect(saves()).toBe(2)
  })
})

function flipped(whole: Buffer): Buffer {
  const changed = Buffer.from(whole)
  changed[50_000] = (changed[50_000] ?? 0) ^ 1
  return changed
}
