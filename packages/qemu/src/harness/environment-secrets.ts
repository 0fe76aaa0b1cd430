/** Names whose values should not be in anybody's evidence. */
const secretName = /TOKEN|SECRET|PASSW|CREDENTIAL|PRIVATE|AUTH|COOKIE|(^|_)KEY(_|$)|APIKEY/i
/** A shorter value of such a name may be a word (`AUTH_MODE=none`), which must not vanish from all output. */
const leastGuessed = 12

/** Variables whose names speak of a secret, and those of their values that are treated as one. */
export function hiddenIn(env: Readonly<Record<string, string>>): {
  readonly names: readonly string[]
  readonly guessed: readonly string[]
} {
  const hidden = Object.entries(env).filter(([name]) => secretName.test(name))
  return {
    names: hidden.map(([name]) => name),
    guessed: hidden.map(([, value]) => value).filter((value) => Buffer.byteLength(value) >= leastGuessed),
  }
}
