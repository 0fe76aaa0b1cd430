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

/** Names of the steps that keep a part: where the host refused one of them, what is wider is explained by it. */
const stepsOf: Readonly<Record<Keeper, RegExp>> = {
  isolation: /clone|unshare|namespace|mount|pivot|root|map|hostname|loopback/,
  identity: /clone|unshare|map|setgroups|setresgid|setresuid/,
  capabilities: /cap|secure|ambient/,
  privileges: /no_new_privs/,
  descriptors: /close/,
  filter: /seccomp|filter|no_new_privs/,
}

export type Step = AuthorityRecord['steps'][number]

/** Steps that stand in for one that the host may refuse: on the first file system of a guest nothing can be pivoted. */
const standIns: Readonly<Record<string, readonly string[]>> = {
  pivot_root: ['move_root', 'mount_move', 'chroot'],
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
  return refused.some(({ step }) => stepsOf[kept].test(step))
}
