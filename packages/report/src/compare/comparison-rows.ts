import type { ComparableRow, ComparedLine, ComparedPair, Comparison, ContextRow } from '@capbench/core'
import { formatFactor, formatQuantity, formatShare } from '../format/figures.ts'
import { countedOfMeasured } from '../format/runs.ts'
import { ratioWords } from './ratio.ts'

/** What both renderings of a comparison print, as plain text that nobody has escaped yet. */
export interface ComparisonText {
  /** `A`, `B`, ... and the campaign that each stands for. */
  readonly campaigns: readonly (readonly [letter: string, campaign: string])[]
  readonly rowTitles: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly ratioTitles: readonly string[]
  readonly ratios: readonly (readonly string[])[]
  readonly published: readonly ContextRow[]
}

/** @throws RangeError for more than 26 campaigns */
export function comparisonText({ campaigns, lines }: Comparison): ComparisonText {
  if (campaigns.length > 26) throw new RangeError(`${campaigns.length} campaigns, and only 26 letters to name them by`)
  const letterOf = (campaign: string) => String.fromCharCode(65 + campaigns.indexOf(campaign))
  const nameOf = ({ campaign, result }: ComparableRow) => `${letterOf(campaign)}:${result.target}`
  const published = [...new Set(lines.flatMap((line) => line.published))]
  const inLine = (line: ComparedLine, row: ComparableRow, standing: string) => [
    ...nameOfLine(line),
    nameOf(row),
    standing,
    ...figuresOf(row),
    ...published.map((each) => (line.published.includes(each) ? figureOf(each) : 'not of this row')),
  ]
  return {
    campaigns: campaigns.map((campaign) => [letterOf(campaign), campaign]),
    rowTitles: [
      ...lineTitles,
      'row',
      'stands',
      ...figureTitles,
      ...published.map((each) => `published: ${each.source}`),
    ],
    rows: lines.flatMap((line) => [
      ...line.sideBySide.map((row) => inLine(line, row, 'side by side')),
      ...line.historical.map((row) => inLine(line, row, 'historical: other work')),
    ]),
    ratioTitles: [...lineTitles, 'ratio', 'median over median', 'class'],
    ratios: lines.flatMap((line) =>
      line.pairs.map((pair) => [...nameOfLine(line), `${nameOf(pair.a)} / ${nameOf(pair.b)}`, ...ratioOfPair(pair)]),
    ),
    published,
  }
}

const lineTitles = ['benchmark', 'metric', 'case'] as const
const figureTitles = ['median', 'CV', 'runs', 'speedup', 'efficiency', 'class'] as const

const nameOfLine = ({ benchmark, metric, case: name }: ComparedLine) => [benchmark, metric, name]
const figureOf = ({ value, unit }: ContextRow) => `${value} ${unit}`

function figuresOf({ result, speedup }: ComparableRow): readonly string[] {
  const runs = countedOfMeasured(result.runs)
  if (result.status !== 'passed') return [`${result.status}: ${result.reason}`, 'none', runs, 'none', 'none', 'none']
  const { median, unit, cv } = result.measurement
  return [
    formatQuantity(median, unit),
    cv === undefined ? 'none' : formatShare(cv),
    runs,
    speedup === undefined ? 'none' : `${formatFactor(speedup.speedup)} over ${speedup.from}`,
    speedup === undefined ? 'none' : speedup.efficiency.toFixed(3),
    result.evidenceClass,
  ]
}

function ratioOfPair({ ratio }: ComparedPair): readonly string[] {
  return [ratioWords(ratio), ratio.outcome === 'ratio' ? ratio.evidenceClass : 'none']
}
