import { CapbenchError } from '@capbench/core'

const fileName = /^[a-z][a-z0-9_-]{0,31}$/
const nonce = 'nonce'

/**
 * Refuses names of files that could not be written in braces, or that nobody uses.
 *
 * @throws CapbenchError `CAPBENCH_USAGE`
 */
export function checkFileNames(owner: string, names: readonly string[], words: readonly string[]): void {
  for (const name of names) {
    const refuse = (why: string): never => {
      throw new CapbenchError('CAPBENCH_USAGE', `${owner}: files.${name} ${why}`)
    }
    if (!fileName.test(name) || name === nonce)
      refuse('needs a name of lower-case letters, digits, _ and - (not nonce)')
    if (!words.some((word) => word.includes(`{${name}}`))) refuse(`is not used; write {${name}} in extraArgs`)
  }
}

/**
 * Replaces names in braces. QEMU reads a comma in a value as its end and two as one, so commas of a value that is only
 * part of a word are doubled.
 */
export function replaceNames(word: string, values: Readonly<Record<string, string>>): string {
  return word.replaceAll(/\{([a-z][a-z0-9_-]*)\}/g, (braced, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) return braced
    return braced === word ? value : value.replaceAll(',', ',,')
  })
}
