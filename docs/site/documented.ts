import { type DeclarationReflection, type ProjectReflection, ReflectionKind } from 'typedoc'

/** Aliases of what is documented where it is declared, and modules that are exported whole. */
const exempt = new Set([ReflectionKind.Reference, ReflectionKind.Namespace])

const isDocumented = (one: DeclarationReflection): boolean =>
  exempt.has(one.kind) ||
  one.hasComment() ||
  (one.signatures ?? []).some((signature) => signature.hasComment()) ||
  (one.type?.type === 'reflection' && (one.type.declaration.signatures ?? []).some((each) => each.hasComment()))

/** The exports that nobody said anything of: `@capbench/core: run`. */
export function undocumentedOf(project: ProjectReflection): readonly string[] {
  return (project.children ?? []).flatMap((entry) => {
    const members = entry.kind === ReflectionKind.Module ? (entry.children ?? []) : [entry]
    return members.filter((one) => !isDocumented(one)).map(({ name }) => `${entry.name}: ${name}`)
  })
}
