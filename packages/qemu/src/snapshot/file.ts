import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** One block: a descriptor that has read it stands where QEMU's own stream begins. */
const headBytes = 4096

/** What is known of a state, as one line of JSON. */
interface Head {
  readonly schema: 'capbench.snapshot/1'
  readonly key: string
  /** Of QEMU's stream, which follows. */
  readonly bytes: number
  readonly sha256: string
}

/** An open state, ready to be inherited, or why the file is none. */
export type OpenedState =
  | { readonly whole: true; readonly handle: FileHandle; readonly sha256: string; readonly bytes: number }
  | { readonly whole: false; readonly why: string }

/** What tells a file that was checked from one that was written later. */
export type Checked = Map<string, string>

/**
 * Writes a state as it comes from QEMU, with its digest in front.
 *
 * @param path of a file that nobody reads yet
 * @returns bytes and digest of the state
 */
export async function writeState(path: string, key: string, state: Readable): Promise<Omit<Head, 'schema' | 'key'>> {
  const hash = createHash('sha256')
  let bytes = 0
  const counting = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(state, counting, createWriteStream(path, { flags: 'wx', mode: 0o600, start: headBytes }))
  const head: Head = { schema: 'capbench.snapshot/1', key, bytes, sha256: hash.digest('hex') }
  const file = await open(path, 'r+')
  try {
    await file.write(Buffer.from(`${JSON.stringify(head)}\n`.padEnd(headBytes, ' ')), 0, headBytes, 0)
  } finally {
    await file.close()
  }
  return { bytes: head.bytes, sha256: head.sha256 }
}

const headLine =
  /^{"schema":"capbench\.snapshot\/1","key":"([0-9a-f]{64})","bytes":([1-9]\d{0,15}),"sha256":"([0-9a-f]{64})"}\n/

function readHead(block: string): Head | undefined {
  const [, key, bytes, sha256] = headLine.exec(block) ?? []
  if (key === undefined || bytes === undefined || sha256 === undefined) return undefined
  return { schema: 'capbench.snapshot/1', key, bytes: Number(bytes), sha256 }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { start: headBytes, highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/**
 * Opens a state that `writeState` wrote for this key. The digest is compared once for each file and process; later
 * only whether it is still the same file.
 *
 * @throws the error of a file that cannot be opened
 */
export async function openState(path: string, key: string, checked: Checked): Promise<OpenedState> {
  const handle = await open(path, 'r')
  const opened = await look(handle, path, key, checked).catch(async (error: unknown) => {
    await handle.close()
    throw error
  })
  if (!opened.whole) await handle.close()
  return opened
}

async function look(handle: FileHandle, path: string, key: string, checked: Checked): Promise<OpenedState> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, null)
  const head = bytesRead === headBytes ? readHead(buffer.toString('utf8')) : undefined
  if (head === undefined) return { whole: false, why: 'it does not begin as a saved state' }
  if (head.key !== key) return { whole: false, why: `it is the state of another machine (${head.key})` }
  const { ino, size, mtimeNs, ctimeNs } = await handle.stat({ bigint: true })
  if (size !== BigInt(headBytes + head.bytes))
    return { whole: false, why: `${headBytes + head.bytes} bytes were saved, the file has ${size}` }
  const identity = [ino, size, mtimeNs, ctimeNs].join()
  if (checked.get(path) !== identity) {
    const sha256 = await digestOf(path)
    if (sha256 !== head.sha256) return { whole: false, why: `its SHA-256 is ${sha256}, ${head.sha256} was saved` }
    checked.set(path, identity)
  }
  return { whole: true, handle, sha256: head.sha256, bytes: head.bytes }
}
