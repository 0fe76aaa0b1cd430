import { stripVTControlCharacters } from 'node:util'
import { defineCommand, renderUsage } from 'citty'
import type { Command } from './commands/command.ts'
import { version } from './version.ts'

const exitCodeHelp = `Exit codes
  0 no result failed or is invalid   1 some did, or verify found a mismatch   2 usage, or unreadable input
  3 not publishable (verify)         4 an enforced gate failed                5 an enforced gate is inconclusive
  130 cancelled`

const wholeHelp = `Examples
  capbench doctor                              what this host lacks
  capbench run --cases smp1,smp2 --pin cores   measure, keep the evidence, verify it
  capbench show latest                         the results again, derived from the raw logs
  capbench COMMAND --help                      its options, with examples`

/** Help of the whole command, or of one of its parts. */
export async function helpOf(commands: Readonly<Record<string, Command>>, part?: Command): Promise<string> {
  const subCommands = Object.fromEntries(Object.entries(commands).map(([name, { definition }]) => [name, definition]))
  const whole = defineCommand({
    meta: { name: 'capbench', version, description: 'Correctness-gated performance evidence about operating systems' },
    subCommands,
  })
  const text = part === undefined ? await renderUsage(whole) : await renderUsage(part.definition, whole)
  const parts = [
    stripVTControlCharacters(text).replaceAll('`', ''),
    part === undefined ? wholeHelp : part.help,
    exitCodeHelp,
  ]
  return `${parts
    .filter((each) => each !== undefined)
    .join('\n\n')
    .replaceAll(/\n{3,}/g, '\n\n')}\n`
}
