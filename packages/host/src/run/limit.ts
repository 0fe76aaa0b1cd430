/** Longest delay of a Node timer, in milliseconds. */
const maxTimer = 0x7fffffff
/** However long something was kept waiting, it is not given more than this many times its limit. */
const maxStretch = 5

/**
 * Calls `onLimit` once, with the milliseconds that were given, unless it is stopped before. A limit is for what is done
 * in it: time spent waiting for a CPU does not count, up to 4 times the limit.
 *
 * @param measureWaiting begins to measure that time; the function that it returns says the milliseconds since
 * @returns stops the limit
 */
export function startLimit(
  limitMs: number,
  onLimit: (givenMs: number) => void,
  measureWaiting?: () => () => number,
): () => void {
  const begun = performance.now()
  const waited = measureWaiting?.()
  let timer = setTimeout(check, Math.min(limitMs, maxTimer))
  function check(): void {
    const given = Math.min(limitMs + (waited?.() ?? 0), maxStretch * limitMs)
    const left = given - (performance.now() - begun)
    if (left < 1) onLimit(Math.round(given))
    else timer = setTimeout(check, Math.min(left, maxTimer))
  }
  return () => clearTimeout(timer)
}
