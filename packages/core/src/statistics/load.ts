import { type BcaOfMean, bcaOfMeanWith } from './bca.ts'
import { type Describe, describeWith } from './describe.ts'
import { type NormalTheory, normalTheoryWith } from './normal-theory.ts'
import { type FlagOutliers, flagOutliersWith } from './outliers.ts'
import { studentQuantileWith } from './student.ts'

/** Statistics that need mathjs, as synchronous functions. Those that do not are exported on their own. */
export interface Statistics extends NormalTheory {
  readonly describe: Describe
  readonly flagOutliers: FlagOutliers
  readonly bcaOfMean: BcaOfMean
}

let loading: Promise<Statistics> | undefined

/** Loads mathjs on first use: importing this package costs nothing of it. */
export function loadStatistics(): Promise<Statistics> {
  loading ??= import('./mathjs.ts').then((mathjs) => ({
    describe: describeWith((sorted) => Number(mathjs.std(sorted, 'unbiased'))),
    flagOutliers: flagOutliersWith((sorted, p) => Number(mathjs.quantileSeq(sorted, p, true))),
    bcaOfMean: bcaOfMeanWith((x) => Number(mathjs.erf(x))),
    ...normalTheoryWith(studentQuantileWith((x) => Number(mathjs.lgamma(x)))),
  }))
  return loading
}
