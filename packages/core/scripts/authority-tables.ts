import { linuxCapabilities } from '../src/authority/capabilities.ts'
import { privilegedParts } from '../src/authority/privileged.ts'
import { normalPosture } from '../src/authority/profile.ts'
import { needsPublicationProofs } from '../src/authority/publication.ts'
import { termsHeld, termsOn } from '../src/authority/systems.ts'
import { type Term, terms } from '../src/authority/terms.ts'

const every = Object.keys(terms) as Term[]
const cell = (text: string) => text.replaceAll('|', '\\|')
const table = (titles: readonly string[], rows: readonly (readonly string[])[]) =>
  [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n')

const systems = ['linux', 'capos', 'bare', 'other'] as const

/** The generated parts of docs/authority.md by the name of their place. */
export const authorityTables: Readonly<Record<string, () => string>> = {
  counts: () =>
    table(
      ['System', 'enforced', 'observed-only', 'inherent'],
      systems.map((system) => [
        system,
        ...(['enforced', 'observed-only', 'inherent'] as const).map((hold) => `${termsHeld(hold, system).length}`),
      ]),
    ),
  terms: () =>
    table(
      ['Term', 'What it permits'],
      every.map((term) => [`\`${term}\``, terms[term]]),
    ),
  linux: () =>
    table(
      ['Term', 'On Linux', 'What it permits there, and what denies it'],
      every.map((term) => [`\`${term}\``, termsOn.linux[term].hold, termsOn.linux[term].permits]),
    ),
  capos: () =>
    table(
      ['Term', 'On capOS', 'What it comes to there'],
      every.map((term) => [`\`${term}\``, termsOn.capos[term].hold, termsOn.capos[term].permits]),
    ),
  special: () =>
    table(
      ['Term', 'Why it is special'],
      every
        .flatMap((term) => privilegedParts({ terms: [term], posture: normalPosture }))
        .filter(({ lowers }) => lowers)
        .map(({ part, says }) => [`\`${part}\``, says]),
    ),
  publication: () =>
    every
      .filter((term) => needsPublicationProofs({ terms: [term] }))
      .map((term) => `\`${term}\``)
      .join(', '),
  capabilities: () =>
    table(
      ['Term', 'Capabilities of Linux that would grant it'],
      [...new Set(linuxCapabilities.map(([, term]) => term))].map((term) => [
        `\`${term}\``,
        linuxCapabilities
          .filter(([, own]) => own === term)
          .map(([name]) => name)
          .join(', '),
      ]),
    ),
}

/** A page with what stands between each pair of marks made anew. @throws Error for a mark that nothing is made for */
export function withAuthorityTables(page: string): string {
  return page.replaceAll(
    /<!-- generated: (\w+) -->\n[\s\S]*?<!-- end -->/g,
    (_, name: string) => `<!-- generated: ${name} -->\n${made(name)}\n<!-- end -->`,
  )
}

function made(name: string): string {
  const make = authorityTables[name]
  if (make === undefined) throw new Error(`nothing is made for the mark "${name}"`)
  return make()
}
