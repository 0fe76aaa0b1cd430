const plain = /^[A-Za-z0-9_@%+=:,./-]+$/

/** The command as one line that a POSIX shell reads back word for word. */
export function shellCommand(file: string, args: readonly string[]): string {
  return [file, ...args].map((word) => (plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ')
}
