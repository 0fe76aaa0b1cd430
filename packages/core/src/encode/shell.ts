/** A word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** The command as one line that a POSIX shell reads back word for word. */
export function shellCommand(file: string, args: readonly string[]): string {
  return [file, ...args].map(shellWord).join(' ')
}
