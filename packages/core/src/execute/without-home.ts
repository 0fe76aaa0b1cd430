import { homedir } from 'node:os'

/**
 * Evidence travels, and the home directory's name says who made it. `$HOME` lets a shell repeat the command all the
 * same.
 */
export function withoutHome(text: string): string {
  const home = homeOf().replace(/\/+$/, '')
  if (home === '') return text
  const partOfLonger = (before: string, after: string) => /[\w.-]$/.test(before) || /^[\w.-]/.test(after)
  return text.split(home).reduce((done, rest) => `${done}${partOfLonger(done, rest) ? home : '$HOME'}${rest}`)
}

/** A user without a passwd entry and without HOME, as containers have them, has none. */
function homeOf(): string {
  try {
    return homedir()
  } catch {
    return ''
  }
}
