/**
 * Stands in captured bytes for a secret. It names nobody: a name may be the secret's own text. Secrets that could be
 * put together from its bytes and their neighbours are refused (`checkSecrets`).
 */
export const redacted = '********'

/** Replaces secrets in a stream of bytes, however it is cut into chunks. */
export interface StreamRedactor {
  /** The bytes that are certain by now. What could be the begin of a secret is held back. */
  readonly push: (chunk: Uint8Array) => Uint8Array
  /** What was held back: the stream is at its end. */
  readonly end: () => Uint8Array
}

/**
 * Replaces every literal occurrence of a secret by `redacted`, from left to right, the longest secret first where two
 * begin at one place. All other bytes pass unchanged. A guest that prints a secret in another form (one character with
 * a cursor movement each, encoded, reversed) is not seen through.
 */
export function redactStream(secrets: readonly string[]): StreamRedactor {
  const wanted = bytesOf(secrets)
  if (wanted.length === 0) return { push: (chunk) => chunk, end: () => new Uint8Array() }
  const first = new Set(wanted.map((secret) => secret[0]))
  let held = Buffer.alloc(0)
  const take = (chunk: Uint8Array, atEnd: boolean): Uint8Array => {
    const bytes = held.length > 0 ? Buffer.concat([held, chunk]) : chunk
    const parts: Uint8Array[] = []
    let from = 0
    let at = 0
    while (at < bytes.length) {
      if (!first.has(bytes[at])) {
        at++
        continue
      }
      // A longer secret that may still come wins over a shorter one that is there: otherwise chunks would decide.
      if (!atEnd && wanted.some((secret) => couldBegin(secret, bytes, at))) break
      const found = wanted.find((secret) => matches(secret, bytes, at))
      if (found === undefined) {
        at++
        continue
      }
      parts.push(bytes.subarray(from, at), replacement)
      at += found.length
      from = at
    }
    parts.push(bytes.subarray(from, at))
    held = Buffer.from(bytes.subarray(at))
    return Buffer.concat(parts)
  }
  return { push: (chunk) => take(chunk, false), end: () => take(new Uint8Array(), true) }
}

/** The same for a text. */
export function redactText(text: string, secrets: readonly string[]): string {
  if (secrets.length === 0) return text
  const redactor = redactStream(secrets)
  return Buffer.concat([redactor.push(Buffer.from(text)), redactor.end()]).toString()
}

/** The same for every text in a value, names of properties included. */
export function redactValue<T>(value: T, secrets: readonly string[]): T {
  if (secrets.length === 0) return value
  return redactJson(value, secrets) as T
}

function redactJson(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redactText(value, secrets)
  if (Array.isArray(value)) return value.map((each) => redactJson(each, secrets))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [redactText(name, secrets), redactJson(each, secrets)]),
  )
}

const replacement = Buffer.from(redacted)

/** Longest first, so that the first that matches is the longest. */
function bytesOf(secrets: readonly string[]): readonly Buffer[] {
  return [...new Set(secrets)].map((secret) => Buffer.from(secret)).sort((a, b) => b.length - a.length)
}

function matches(secret: Uint8Array, bytes: Uint8Array, at: number): boolean {
  if (at + secret.length > bytes.length) return false
  return secret.every((byte, index) => bytes[at + index] === byte)
}

/** Do the bytes end inside what may become this secret? */
function couldBegin(secret: Uint8Array, bytes: Uint8Array, at: number): boolean {
  const left = bytes.length - at
  if (left >= secret.length) return false
  for (let index = 0; index < left; index++) if (bytes[at + index] !== secret[index]) return false
  return true
}
