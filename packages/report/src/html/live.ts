import { visible } from '../escape/visible.ts'
import { fates } from '../plots/attempts.ts'
import { targetsOf } from '../plots/curve-plot.ts'
import type { Plot } from '../plots/plots.ts'
import { casesOf } from '../plots/runs-plot.ts'
import { type Spec, seriesColours, shapes } from '../plots/theme.ts'

/** Names of one kind that a reader may hide, each with the mark that stands for it. */
interface Toggle {
  readonly title: string
  /** The signal that lists what is hidden. */
  readonly signal: 'hidden' | 'hiddenFates'
  readonly names: readonly string[]
  readonly colours: readonly string[]
  readonly paths: readonly string[]
}

/** All that the script of a page needs to draw one plot; data, never code. */
export interface Live {
  readonly spec: Spec
  readonly toggles: readonly Toggle[]
  /** More than one of which a reader may choose. */
  readonly metrics: readonly string[]
  /** First and last position of the order that can be zoomed. */
  readonly zoom: readonly [first: number, last: number] | null
}

export async function liveOf(plot: Plot): Promise<Live> {
  const spec = await plot.live()
  switch (plot.kind) {
    case 'speedup':
      return { spec, toggles: [targetToggle(targetsOf(plot.curve))], metrics: [], zoom: null }
    case 'runs': {
      const { attempts, metrics } = plot.runs
      const orders = attempts.map(({ run }) => run.record.order)
      const found = fates.filter((fate) => attempts.some(({ values, ...run }) => [run, ...values].some(has(fate))))
      return {
        spec,
        toggles: [caseToggle(casesOf(attempts)), fateToggle(found)],
        metrics: metrics.length > 1 ? metrics.map(visible) : [],
        zoom: [Math.min(...orders) - 1, Math.max(...orders) + 1],
      }
    }
    default:
      return plot satisfies never
  }
}

const has = (fate: string) => (each: { readonly fate: string }) => each.fate === fate
const colour = (index: number) => `var(--series-${(index % seriesColours.length) + 1})`
const pathOf = (index: number): string => shapes[index % shapes.length]?.[1] ?? shapes[0][1]

const targetToggle = (names: readonly string[]): Toggle => ({
  title: 'Targets',
  signal: 'hidden',
  names: names.map(visible),
  colours: names.map((_, index) => colour(index)),
  paths: names.map((_, index) => pathOf(index)),
})

const caseToggle = (names: readonly string[]): Toggle => ({
  title: 'Cases',
  signal: 'hidden',
  names: names.map(visible),
  colours: names.map((_, index) => colour(index)),
  paths: names.map(() => pathOf(0)),
})

const fateToggle = (names: readonly (typeof fates)[number][]): Toggle => ({
  title: 'Runs',
  signal: 'hiddenFates',
  names,
  colours: names.map(() => 'var(--ink)'),
  paths: names.map((name) => pathOf(fates.indexOf(name))),
})
