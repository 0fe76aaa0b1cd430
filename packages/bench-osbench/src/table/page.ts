import { type IntentId, intentIds, intentOf, variants } from '../intents/intents.ts'
import { type Cell, conditions, type TableSystem, tableSystems, type Work } from './cell.ts'
import { cellOf, table } from './table.ts'

/** Where the page lies, from the root of the repository. */
export const translationPagePath = 'docs/osbench-translation.md'

const titles: { readonly [System in TableSystem]: string } = {
  'linux-guest': 'Linux guest',
  'linux-native': 'Linux host',
  bare: 'no operating system',
  capos: 'capOS',
}

const code = (text: string): string => `\`${text}\``
const cells = (texts: readonly string[]): string =>
  `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`
const grid = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(cells).join('\n')

function brief(cell: Cell): string {
  if (cell.kind === 'not_applicable') return `${cell.cause}: ${cell.about}`
  const conditional = (cell.conditions ?? []).map((condition) => `, ${condition}`).join('')
  return `${code(cell.label)}${conditional}${cell.shows === undefined ? '' : `, the figure of ${code(cell.shows)}`}`
}

const lineageOf = (intent: IntentId): string => {
  const { lmbench = [], unixbench = [] } = intentOf(intent).lineage
  const named = [
    ...(lmbench.length > 0 ? [`lmbench: ${lmbench.join(', ')}`] : []),
    ...(unixbench.length > 0 ? [`UnixBench: ${unixbench.join(', ')}`] : []),
  ]
  return named.join('; ') || 'own'
}

function metricsOf(intent: IntentId): string {
  const own = variants.filter((variant) => variant.intent === intent && variant.set !== 'none')
  return own.map(({ name, set }) => (set === 'quick' ? `**${code(name)}**` : code(name))).join(' ') || 'none'
}

/** Systems with the same cell share one line. */
function details(intent: IntentId): string {
  const distinct = [...new Set(tableSystems.map((system) => cellOf(intent, system)))]
  const lines = distinct.map((cell) => {
    const names = tableSystems.filter((system) => cellOf(intent, system) === cell).map((system) => titles[system])
    const says = cell.kind === 'workload' ? workSays(cell) : `${brief(cell)}. ${sentence(cell.detail)}`
    return `- ${names.join(', ')}: ${says}`
  })
  return [`### ${intent}`, intentOf(intent).times, lines.join('\n')].join('\n\n')
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.]$/.test(text) ? '' : '.'}`

function workSays(work: Work): string {
  const parts = [
    `${brief(work)}. By ${work.mechanism}.`,
    work.requires.length === 0 ? '' : `Asked for: ${work.requires.map(code).join(', ')}.`,
    work.only === undefined ? '' : `Of its metrics ${work.only.metrics.map(code).join(', ')} alone: ${work.only.why}`,
    ...work.differs,
    work.over === null ? '' : `Ratio over ${code(work.over.label)}: ${work.over.difference}`,
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** The documentation page of the table, as Markdown. A test refuses a page that is not this text. */
export function translationPage(): string {
  return `${[
    '# What each system does for each intent',
    `Generated from the table of the package by ${code('packages/bench-osbench/scripts/translation-page.ts')}.`,
    [
      'Every intent of lmbench and UnixBench has a row, also where nobody will translate it; own ones have too.',
      'Programs, names and rules of the suites are not used: no number here is theirs.',
      'The table says what is expected. Whether a subsystem is there is what the system answers when it is asked;',
      'where the two disagree, the result says so.',
      'A ratio over Linux is formed of declared counterparts alone, and printed with both mechanisms and what differs.',
    ].join('\n'),
    'Metrics in bold are of the quick set. Conditions are labels of results and keep them out of every ratio:',
    Object.entries(conditions)
      .map(([name, says]) => `- ${code(name)}: ${says}`)
      .join('\n'),
    '## The table',
    grid(
      ['intent', 'from', 'metrics', ...tableSystems.map((system) => titles[system])],
      intentIds.map((intent) => [
        code(intent),
        lineageOf(intent),
        metricsOf(intent),
        ...tableSystems.map((system) => brief(table[intent][system])),
      ]),
    ),
    '## Mechanisms',
    ...intentIds.map(details),
  ].join('\n\n')}\n`
}
