import type { Provenance } from '@capbench/core'
import { allowedEnvironment, capture } from '@capbench/host'

/**
 * Commit and dirty flag of a work tree, as git says; null where there is none or git cannot be asked. Files that git
 * does not know are no change.
 */
export async function gitProvenance(cwd: string, signal: AbortSignal): Promise<Pick<Provenance, 'commit' | 'dirty'>> {
  const git = async (...args: readonly string[]): Promise<string | null> => {
    const { exit, stdout } = await capture({
      file: 'git',
      // A work tree may configure a program to be run by this; nobody has asked for that here.
      args: ['-c', 'core.fsmonitor=false', ...args],
      cwd,
      env: { ...allowedEnvironment('PATH', 'HOME'), LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' },
      signal,
    })
    signal.throwIfAborted()
    return exit.kind === 'exited' && exit.code === 0 ? stdout.trim() : null
  }
  const commit = await git('rev-parse', '--verify', 'HEAD')
  if (commit === null) return { commit: null, dirty: null }
  const changes = await git('status', '--porcelain', '--untracked-files=no')
  return { commit, dirty: changes === null ? null : changes !== '' }
}
