import type { Plot } from '../plots/plots.ts'
import { runValues } from './attempts.ts'
import { blocks, type Markdown, md } from './text.ts'

/** What the plots of runs show, as figures; undefined where no run has a value. */
export function renderEveryRun(plots: readonly Plot[]): Markdown | undefined {
  const found = plots.flatMap((plot) =>
    plot.kind === 'runs' ? [blocks(md`### ${plot.title}`, runValues(plot.runs))] : [],
  )
  return found.length === 0 ? undefined : blocks(md`## Every run`, ...found)
}
