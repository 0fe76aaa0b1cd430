import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** An executable shell script in a directory; returns its path. */
export function script(directory: string, name: string, body: string): string {
  const path = join(directory, name)
  writeFileSync(path, `#!/bin/sh\n${body}\n`)
  chmodSync(path, 0o755)
  return path
}
