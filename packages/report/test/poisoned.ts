/** What code decides by; a store accepts no other words there. */
const closed = new Set([
  ...['status', 'reason', 'cause', 'evidenceClass', 'kind', 'role', 'verdict', 'byPoint', 'claim', 'unit', 'clock'],
  ...['purpose', 'ended', 'system', 'arch', 'basis', 'better', 'id', 'directory'],
])

/** What could end an element, an attribute, a script, a comment or a style, be evaluated, or break the layout. */
export const poison = [
  '</script></style></svg>--><script>alert(1)</script>',
  '<img src=x onerror=alert(1)><a href="javascript:alert(1)">',
  `]]> \${alert(1)} \`\${alert(1)}\` "onfocus=alert(1) autofocus x=" 'onload=alert(1)`,
  `datum.order signal('width') {"signal":"alert(1)"} {"expr":"alert(1)"}`,
  '}*{display:none}/* url(https://evil.example/x) @import "https://evil.example/y";',
  '\u2028\u2029\u202egnp.exe\u2066\u200b\u0000\u001b[2J',
  'W'.repeat(200),
].join(' ')

/**
 * The same value with `poison` behind every text in it, names and keys of maps too.
 *
 * @param kept texts that stay as they are, so that what is found by them is found
 */
export const poisoned = <T>(value: T, kept: readonly string[]): T => poisonedIn(value, kept) as T

function poisonedIn(value: unknown, kept: readonly string[]): unknown {
  if (typeof value === 'string') return kept.includes(value) ? value : `${value}${poison}`
  if (Array.isArray(value)) return value.map((each) => poisonedIn(each, kept))
  if (value instanceof Map) {
    return new Map([...value].map(([key, each]) => [poisonedIn(key, kept), poisonedIn(each, kept)]))
  }
  if (typeof value !== 'object' || value === null) return value
  const own = Object.entries(value)
  return Object.fromEntries(own.map(([key, each]) => [key, closed.has(key) ? each : poisonedIn(each, kept)]))
}
