import { createHash } from 'node:crypto'
import { basename } from 'node:path'

/** Name under which the serial log is kept. */
export const qemuLogName = 'qemu.log'

const longest = 64

/**
 * The name under which a file is kept: its path in lower case, with `-` for what a name may not hold. Where that is too
 * long, or is taken, a digest of the path makes the difference.
 *
 * @param path relative, without secrets: two paths may have become one by that, and get names of their own
 * @param taken names that are in use
 */
export function artifactName(path: string, taken: ReadonlySet<string>): string {
  const plain = path
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
  if (plain !== '' && plain.length <= longest && !taken.has(plain)) return plain
  for (let again = 0; ; again++) {
    const digest = createHash('sha256')
      .update(again === 0 ? path : `${path}\0${again}`)
      .digest('hex')
      .slice(0, 12)
    const tail = (plain === '' ? basename(path) : plain).slice(-(longest - digest.length - 1))
    const name = `${digest}-${tail}`.replaceAll(/[^a-z0-9._-]+/g, '-').slice(0, longest)
    if (!taken.has(name)) return name
  }
}
