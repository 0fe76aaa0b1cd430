/** What `make` returns, made when it is first asked for: a table that most starts do not look at costs them nothing. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
