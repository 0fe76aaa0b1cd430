/**
 * The one door to mathjs. `median` stays outside: it is quadratic on tied samples and takes no word that they are
 * sorted. Imported dynamically by `loadStatistics` only; as named exports, so that bundling leaves the rest of mathjs
 * out.
 */
export { erf, lgamma, quantileSeq, std } from 'mathjs/number'
