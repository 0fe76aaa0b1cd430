import type { AuthorityProfile } from '@capbench/core'

/** What the launcher is told of a profile: options of its command line. */
export function launcherAuthority({ terms, posture }: AuthorityProfile): readonly string[] {
  return ['--authority', terms.join(','), ...(posture.filter ? [] : ['--no-filter'])]
}

/** The same as words for init, which hands them on (init/cmdline.h). */
export function initAuthority({ terms, posture }: AuthorityProfile): readonly string[] {
  return [`capbench.authority=${terms.join(',')}`, ...(posture.filter ? [] : ['capbench.filter=no'])]
}
