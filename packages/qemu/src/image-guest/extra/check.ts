import { CapbenchError } from '@capbench/core'
import { fileOptions, refusedOptions, refusedParts, switches } from './refused.ts'

/**
 * Refuses further arguments that would undo a promise of the driver. It keeps a caller from measuring something else
 * than the evidence says; it is no defence against one who wants to.
 *
 * @throws CapbenchError `CAPBENCH_USAGE` naming the argument, the reason and what to do instead
 */
export function checkExtraArguments(owner: string, args: readonly string[]): void {
  const refuse = (word: string, why: string): never => {
    throw new CapbenchError('CAPBENCH_USAGE', `${owner}: extraArgs cannot hold ${JSON.stringify(word)}: ${why}`)
  }
  let option: string | undefined
  for (const word of args) {
    if (typeof word !== 'string' || word === '' || word.includes('\0')) refuse(String(word), 'words of text are wanted')
    const name = /^--?([A-Za-z].*)$/.exec(word)?.[1]
    if (name !== undefined) {
      const why = Object.hasOwn(refusedOptions, name) ? refusedOptions[name] : undefined
      if (why !== undefined) refuse(word, why)
      option = switches.has(name) ? undefined : name
      continue
    }
    if (option === undefined) refuse(word, 'a word alone is a disk for QEMU; use the option disk, or -drive')
    else if (fileOptions.has(option) && !/^\{[a-z]/.test(word))
      refuse(word, 'name the file in the option files, { data: path }, and write {data} here')
    const part = refusedParts.find((each) => each.part.test(word))
    if (part) refuse(word, part.why)
    option = undefined
  }
}
