import { closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** What a small native run leaves: `records`, `launcher`, `timing.jsonl`, `host.jsonl`, `run.json`. */
const sizes = [300, 900, 250, 1500, 1200]

/** Milliseconds to write the files of one run, flushed to disk or not. */
export function writeRunFiles(store: string, flush: boolean): number {
  mkdirSync(store, { recursive: true })
  const directory = mkdtempSync(join(store, 'fsync-'))
  try {
    const start = performance.now()
    for (const [index, size] of sizes.entries()) {
      const fd = openSync(join(directory, `${index}`), 'wx')
      writeSync(fd, Buffer.alloc(size, 'x'))
      if (flush) fsyncSync(fd)
      closeSync(fd)
    }
    return performance.now() - start
  } finally {
    rmSync(directory, { recursive: true })
  }
}
