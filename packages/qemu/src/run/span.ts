/**
 * Milliseconds between two moments in nanoseconds, exact to a microsecond; `null` where one of them is not known.
 *
 * @param less nanoseconds of it that are somebody else's
 */
export function spanMs(from: number | undefined, to: number | undefined, less = 0): number | null {
  return from === undefined || to === undefined ? null : Math.round((to - from - less) / 1000) / 1000
}
