import type { TargetFacts } from '@capbench/core'

/** What a target found out about itself, for people: one line, and one for each need that is not met. */
export function preparedLines({ name, accelerator, cpus, pinning, unmet, ...facts }: TargetFacts): readonly string[] {
  const { emulator, emulatorVersion } = facts.envelope
  const { source } = facts.provenance
  const parts = [
    emulator === null || emulator === 'none' ? '' : [emulator, emulatorVersion ?? ''].join(' ').trim(),
    accelerator === 'native' ? '' : accelerator === 'none' ? 'no accelerator' : accelerator,
    source === null ? '' : `from ${source}`,
    cpus.length === 0 ? 'no CPUs' : `CPUs ${cpus.join(',')}${pinning === 'none' ? ' (not pinned)' : ''}`,
  ]
  return [
    `${name}: ${parts.filter((part) => part !== '').join(', ')}`,
    ...unmet.map(({ need, detail, remedy }) => `${name} lacks ${need}: ${detail}. ${remedy}`),
  ]
}
