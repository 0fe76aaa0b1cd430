import type { AuthorityRecord } from '../../authority/records.ts'
import type { Term } from '../../authority/terms.ts'

/** Something that was seen wider than it had to be. */
export interface Deviation {
  /** A term that it grants. */
  readonly term: Term
  readonly detail: string
  /** What the launcher does against it. */
  readonly kept: Keeper
}

/** Parts of the sandbox, each kept by steps of the launcher. */
export type Keeper = 'isolation' | 'identity' | 'capabilities' | 'privileges' | 'descriptors' | 'filter'

/** The steps of the launcher that keep a part: where the host refused one of them, what is wider is explained by it. */
const stepsOf: Readonly<Record<Keeper, readonly string[]>> = {
  isolation: [
    'namespaces',
    'user-namespace',
    'map-groups',
    'map-users',
    'private-mounts',
    'mount-root',
    'pivot-root',
    'enter-network',
  ],
  identity: ['identity', 'map-groups', 'map-users', 'user-namespace'],
  capabilities: ['capabilities', 'bounding-set', 'secure-bits'],
  privileges: ['no-new-privileges'],
  descriptors: [],
  filter: ['filter', 'no-new-privileges'],
}

export type Step = AuthorityRecord['steps'][number]

/** Steps that stand in for one that the host may refuse. */
const standIns: Readonly<Record<string, readonly string[]>> = {
  // The first file system of a guest cannot be pivoted, and is covered.
  'pivot-root': ['move-root'],
  namespaces: ['user-namespace'],
}

/** The steps that the host refused and that nothing later stood in for. */
export function refusedSteps({ steps }: Pick<AuthorityRecord, 'steps'>): readonly Step[] {
  return steps.filter(({ step, errno }, at) => {
    if (errno === null) return false
    const others = Object.hasOwn(standIns, step) ? (standIns[step] ?? []) : []
    return !steps.slice(at + 1).some((later) => later.errno === null && others.includes(later.step))
  })
}

/** Did the host refuse a step, or was none tried, that would have kept this part? */
export function isExplained(kept: Keeper, { isolation }: AuthorityRecord, refused: readonly Step[]): boolean {
  if (kept === 'isolation' && isolation === 'none') return true
  return refused.some(({ step }) => stepsOf[kept].includes(step))
}
