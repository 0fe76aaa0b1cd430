/** The host's monotonic clock in nanoseconds, as a safe integer (good for 104 days of uptime at 2^53). */
export function monotonicNs(): number {
  return Number(process.hrtime.bigint())
}
