/** Writes the logs of `vectors/`, which show authors of capOS what their programs print. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { vectors } from '../test/capos/vectors.ts'

const directory = join(import.meta.dirname, '../vectors')
mkdirSync(directory, { recursive: true })
for (const [name, bytes] of vectors) writeFileSync(join(directory, name), bytes)
