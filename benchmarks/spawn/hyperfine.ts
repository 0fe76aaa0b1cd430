import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { capture } from '@capbench/host'

/** Wall times in milliseconds of a command as `hyperfine -N` (no shell) sees it, or why there are none. */
export type Hyperfine =
  | { readonly found: true; readonly times: (command: string, runs: number) => Promise<readonly number[]> }
  | { readonly found: false; readonly why: string }

export async function findHyperfine(): Promise<Hyperfine> {
  const { exit } = await capture({ file: 'hyperfine', args: ['--version'] })
  if (exit.kind !== 'exited' || exit.code !== 0)
    return { found: false, why: 'hyperfine is missing; `apt-get install hyperfine`' }
  return { found: true, times }
}

async function times(command: string, runs: number): Promise<readonly number[]> {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-hyperfine-'))
  try {
    const file = join(directory, 'times.json')
    const args = ['-N', '--style', 'none', '--warmup', '1', '--runs', `${Math.max(2, runs)}`, '--export-json', file]
    const { exit, stderr } = await capture({ file: 'hyperfine', args: [...args, command], timeoutMs: 120_000 })
    if (exit.kind !== 'exited' || exit.code !== 0) throw new Error(`hyperfine ${command}: ${stderr}`)
    const report = JSON.parse(readFileSync(file, 'utf8')) as { results: readonly { times: readonly number[] }[] }
    return report.results.flatMap(({ times: seconds }) => seconds.map((one) => one * 1000))
  } finally {
    rmSync(directory, { recursive: true })
  }
}
