import type { ArgsDef } from 'citty'
import type { Command } from '../commands/command.ts'

const definitionArgs = {
  definition: {
    type: 'string',
    description: 'Module whose exports are benchmarks to know besides; repeatable',
    valueHint: 'file',
  },
  baseline: { type: 'string', description: 'Gate every row against this baseline', valueHint: 'file' },
  changed: {
    type: 'string',
    description: 'What differs from the baseline by intention: workload, identity',
    valueHint: 'names',
  },
} as const satisfies ArgsDef

/** Adds the flags that say which definitions and gates there are, to a command that derives results with them. */
export function withDefinitions(command: Command): Command {
  const { definition, repeatable = [] } = command
  const args: ArgsDef = definition.args
  return {
    ...command,
    definition: { ...definition, args: { ...args, ...definitionArgs } },
    repeatable: [...repeatable, 'definition'],
  }
}
