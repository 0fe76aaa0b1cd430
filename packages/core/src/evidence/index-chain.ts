import { closeSync, existsSync, fsyncSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Derived } from '../derive.ts'
import { canonicalJson, sha256Hex } from '../encode/canonical.ts'
import { CapbenchError } from '../error.ts'

const indexName = 'index.jsonl'

/**
 * Appends a campaign to `<store>/index.jsonl`. Every line carries the SHA-256 of the line before it, so a removed or
 * edited line shows. A lock file with the writer's process id orders writers; that of a dead process is taken over.
 */
export function appendToIndex(
  store: string,
  { campaignId, campaignDigest, derived }: { campaignId: string; campaignDigest: string; derived: Derived },
): void {
  const lock = takeLock(join(store, `${indexName}.lock`))
  try {
    const file = join(store, indexName)
    const lines = existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
      : []
    const last = lines.at(-1)
    const line = canonicalJson({
      seq: lines.length,
      prev: last === undefined ? null : sha256Hex(new TextEncoder().encode(last)),
      campaignId,
      campaignDigest,
      suite: derived.content.config.suite,
      purpose: derived.content.config.purpose,
      configHash: derived.analysis.configHash,
      artifactHash: derived.analysis.artifactHash,
      counts: { ...derived.analysis.counts },
      ended: derived.content.campaign.ended,
    })
    const fd = openSync(file, 'a', 0o644)
    writeSync(fd, `${line}\n`)
    fsyncSync(fd)
    closeSync(fd)
  } finally {
    unlinkSync(lock)
  }
}

function takeLock(lock: string): string {
  for (let tries = 0; tries < 200; tries++) {
    try {
      const fd = openSync(lock, 'wx')
      writeSync(fd, String(process.pid))
      closeSync(fd)
      return lock
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw new CapbenchError('CAPBENCH_STORE', `cannot make ${lock}; choose a store that can be written`, {
          cause: error,
        })
      }
      if (isStale(lock)) removeQuietly(lock)
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
    }
  }
  throw new CapbenchError(
    'CAPBENCH_STORE',
    `${lock} is held for 10 s; remove it if no other campaign is being published`,
  )
}

function isStale(lock: string): boolean {
  try {
    process.kill(Number.parseInt(readFileSync(lock, 'utf8'), 10), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function removeQuietly(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // Another writer was faster.
  }
}
