import { capabilitiesIn } from '../../authority/capabilities.ts'
import type { AuthorityRecord, ObservedRecord } from '../../authority/records.ts'
import type { Term } from '../../authority/terms.ts'
import type { Deviation } from './deviation.ts'

/** What a held program must look like. */
export interface HoldExpectation {
  readonly authority: AuthorityRecord
  readonly granted: readonly Term[]
}

/** Everything about a held program that is wider than its profile, by what it is. */
export function holdDeviations(observed: ObservedRecord, expected: HoldExpectation): readonly Deviation[] {
  const found = [
    ...identity(observed, expected.authority),
    ...capabilities(observed, expected.authority),
    ...privileges(observed, expected.authority),
    ...namespaces(observed, expected.authority),
    ...mounts(observed, expected),
    // Before exec the table still holds what exec is about to close.
    ...(observed.hold === 'after-exec' ? descriptors(observed) : []),
    ...threads(observed),
  ]
  const granted: readonly string[] = expected.granted
  return found.filter(({ term }) => !granted.includes(term))
}

function identity({ uid, gid, groups }: ObservedRecord, { isolation }: AuthorityRecord): readonly Deviation[] {
  const found: string[] = []
  if (uid.includes(0)) found.push(`it ran as user ${uid.join('/')}`)
  if (gid.includes(0)) found.push(`it ran in group ${gid.join('/')}`)
  // An unprivileged user can neither add groups nor, in a name space of its own, drop them.
  if (isolation === 'namespaces' && groups.length > 0) found.push(`it had the further groups ${groups.join(',')}`)
  return found.map((detail) => ({ term: 'identity', detail, kept: 'identity' }))
}

function capabilities({ capabilities: sets }: ObservedRecord, { isolation }: AuthorityRecord): readonly Deviation[] {
  // Nobody can raise from the bounding set what is not permitted once privileges cannot be gained.
  const { bounding, ...raised } = sets
  const relevant = isolation === 'none' ? raised : { ...raised, bounding }
  return Object.entries(relevant).flatMap(([set, bits]) =>
    capabilitiesIn(bits).map(({ name, term }) => ({
      term,
      detail: `it had ${name} in its ${set} set`,
      kept: 'capabilities' as const,
    })),
  )
}

function privileges({ noNewPrivs, seccomp, filters }: ObservedRecord, { filter }: AuthorityRecord) {
  const found: Deviation[] = []
  if (!noNewPrivs) found.push({ term: 'identity', detail: 'it could gain privileges by exec', kept: 'privileges' })
  if (filter !== null && (seccomp !== 2 || filters < 1)) {
    const detail = `a filter was installed, and the kernel counted ${filters} in mode ${seccomp}`
    found.push({ term: 'posture.change', detail, kept: 'filter' })
  }
  return found
}

/** What is shared with the host where a name space is. */
const sharedTerm = {
  mnt: 'file.read',
  net: 'net.external',
  ipc: 'ipc.sysv',
  pid: 'signal.other',
  uts: 'system.info',
  cgroup: 'limits',
} as const satisfies Readonly<Partial<Record<keyof ObservedRecord['namespaces'], Term>>>

function namespaces({ namespaces: seen }: ObservedRecord, { isolation }: AuthorityRecord): readonly Deviation[] {
  if (isolation === 'none') return []
  const shared = Object.entries(sharedTerm).flatMap(([name, term]): readonly Deviation[] =>
    seen[name as keyof typeof sharedTerm] === 'own'
      ? []
      : [{ term, detail: `it shared the ${name} name space of its surroundings`, kept: 'isolation' }],
  )
  const userShared = isolation === 'user-namespace' && seen.user !== 'own'
  const user: Deviation = { term: 'identity', detail: 'it shared the user name space', kept: 'isolation' }
  return userShared ? [...shared, user] : shared
}

function mounts({ mounts: seen, omitted }: ObservedRecord, { authority, granted }: HoldExpectation) {
  if (authority.isolation === 'none') return []
  const found: Deviation[] = seen.flatMap((mount) => mountDeviations(mount, granted))
  const more = omitted?.mounts ?? 0
  if (more > 0) found.push({ term: 'file.read', detail: `it saw ${more} more mounts`, kept: 'isolation' })
  if (seen.length === 0) found.push({ term: 'file.read', detail: 'its mounts could not be read', kept: 'isolation' })
  return found
}

/** Of `/ ro,nosuid,nodev,noexec tmpfs`: an empty tree of its own; only terms for files bring more of them. */
function mountDeviations(mount: string, granted: readonly Term[]): readonly Deviation[] {
  const [point = '', options = '', type = ''] = mount.split(' ')
  const has = (option: string) => options.split(',').includes(option)
  const deviation = (term: Term, detail: string): Deviation => ({
    term,
    detail: `${detail}: ${mount}`,
    kept: 'isolation',
  })
  const mayHaveMore = granted.includes('file.read') || granted.includes('file.write')
  return [
    ...(has('ro') ? [] : [deviation('file.write', 'it had a writable mount')]),
    ...(has('nodev') ? [] : [deviation('device', 'it had a mount with devices')]),
    ...(has('noexec') ? [] : [deviation('process.exec', 'it had a mount with programs')]),
    ...(has('nosuid') ? [] : [deviation('identity', 'it had a mount with set-user-id')]),
    ...(mayHaveMore || (point === '/' && type === 'tmpfs') ? [] : [deviation('file.read', 'it had a mount of files')]),
  ]
}

/** Exactly the three that a program is given: an empty input, and two pipes or serial lines to write to. */
function descriptors({ descriptors: seen, omitted }: ObservedRecord): readonly Deviation[] {
  const isInput = (is: string) => is === '/dev/null' || is.startsWith('pipe')
  const extra = seen.filter(({ fd, is }) => fd > 2 || (fd === 0 && !isInput(is)))
  const more = omitted?.descriptors ?? 0
  const counted = extra.map(({ fd, is }): Deviation => {
    return { term: termOfDescriptor(is), detail: `it held descriptor ${fd}, ${is}`, kept: 'descriptors' }
  })
  if (more === 0) return counted
  return [...counted, { term: 'file.read', detail: `it held ${more} more descriptors`, kept: 'descriptors' }]
}

function termOfDescriptor(is: string): Term {
  if (is.startsWith('socket')) return 'net.external'
  if (is.startsWith('/dev/')) return 'device'
  if (is.startsWith('pipe')) return 'ipc.pipe'
  return is.startsWith('anon_inode:') ? 'ipc.event' : 'file.read'
}

function threads({ threads: count }: ObservedRecord): readonly Deviation[] {
  if (count === 1) return []
  return [{ term: 'thread.spawn', detail: `it had ${count} threads before it ran`, kept: 'descriptors' }]
}
