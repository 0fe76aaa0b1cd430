import { ageOf } from './age.ts'

/** A member of a derived file that versions before `since` did not write. */
export interface AddedMember {
  readonly since: string
  /** `results` stands for all of them. */
  readonly file: 'analysis.json' | 'capbench.json' | 'results' | 'samples.jsonl' | 'summary.csv'
  /** Names from the top of the file, with `*` for any item of a list; a column of a table is a member of its rows. */
  readonly member: string
}

/** Every member that was added after 0.1.0, whose evidence has all others: what is not listed here nobody may lack. */
const addedMembers: readonly AddedMember[] = []

/** Says of a member whether evidence of this version may lack it. */
export function mayLack(
  path: string,
  made: string,
  added: readonly AddedMember[] = addedMembers,
): (member: string) => boolean {
  const file = path.startsWith('results/') ? 'results' : path
  const own = added.filter((each) => each.file === file && ageOf(made, each.since) === 'older')
  const members = new Set(own.map(({ member }) => member))
  return (member) => members.has(member)
}
