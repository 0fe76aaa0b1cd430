import { homedir } from 'node:os'

/**
 * Evidence travels, and the home directory's name says who made it. `$HOME` lets a shell repeat the command all the
 * same.
 */
export function withoutHome(text: string): string {
  const home = homedir().replace(/\/+$/, '')
  if (home === '') return text
  return text.split(home).reduce((done, rest) => `${done}${/^[\w.-]/.test(rest) ? home : '$HOME'}${rest}`)
}
