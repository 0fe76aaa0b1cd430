import type { TargetFacts } from '@capbench/core'

/** What a target found out about itself, for people: one line, and one for each need that is not met. */
export function preparedLines({ name, accelerator, cpus, pinning, unmet, ...facts }: TargetFacts): readonly string[] {
  const { emulator, emulatorVersion } = recordOf(facts.envelope)
  const { source } = facts.provenance
  const parts = [
    typeof emulator === 'string'
      ? [emulator, emulatorVersion].filter((each) => typeof each === 'string').join(' ')
      : '',
    accelerator === 'native' ? '' : accelerator === 'none' ? 'no accelerator' : accelerator,
    source === null ? '' : `from ${source}`,
    cpus.length === 0 ? 'no CPUs' : `CPUs ${cpus.join(',')}${pinning === 'none' ? ' (not pinned)' : ''}`,
  ]
  return [
    `${name}: ${parts.filter((part) => part !== '').join(', ')}`,
    ...unmet.map(({ need, detail, remedy }) => `${name} lacks ${need}: ${detail}. ${remedy}`),
  ]
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
