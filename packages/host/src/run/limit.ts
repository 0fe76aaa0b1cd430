/** However long something was kept waiting, it is not given more than this many times its limit. */
const maxStretch = 5
/** A limit is looked at this often, so that a driver that stood still notices. */
const turnMs = 1000

/**
 * Calls `onLimit` once, with the milliseconds that were given, unless it is stopped before. A limit is for what is done
 * in it: time spent waiting for a CPU does not count, up to 4 times the limit. Neither does time in which this process
 * stood still (stopped, or its machine frozen): a look that comes late counts as if it had been in time, and what came
 * in meanwhile is read before the limit is said to have passed.
 *
 * @param measureWaiting begins to measure that time; the function that it returns says the milliseconds since
 * @returns stops the limit
 */
export function startLimit(
  limitMs: number,
  onLimit: (givenMs: number) => void,
  measureWaiting?: () => () => number,
): () => void {
  const waited = measureWaiting?.()
  let countedMs = 0
  let stopped = false
  let timer = lookAfter(limitMs)
  function lookAfter(leftMs: number): NodeJS.Timeout {
    const begun = performance.now()
    const asked = Math.min(leftMs, turnMs)
    return setTimeout(() => {
      countedMs += Math.min(performance.now() - begun, asked)
      look()
    }, asked)
  }
  function look(): void {
    // timers of Node come up to a millisecond early
    const due = limitMs - countedMs < 1
    const given = due ? Math.min(limitMs + (waited?.() ?? 0), maxStretch * limitMs) : limitMs
    const left = given - countedMs
    if (left >= 1) timer = lookAfter(left)
    // timers come before input in Node's event loop
    else setImmediate(() => stopped || onLimit(Math.round(given)))
  }
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
