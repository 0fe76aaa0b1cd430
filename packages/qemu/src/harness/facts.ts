import type { Envelope, FaultPattern, Provenance, TargetFacts, UnmetNeed } from '@capbench/core'
import { type HostTopology, nestingOf } from '@capbench/host'
import { redactValue } from '../secrets/redact.ts'
import { qemuLogName } from './artifacts/names.ts'
import { type HarnessSettings, knownSecrets } from './settings.ts'

export interface HarnessFindings {
  readonly topology: HostTopology
  /** Checked and ascending; undefined where the harness does not pin. */
  readonly pin: readonly number[] | undefined
  readonly provenance: Provenance
  readonly unmet: readonly UnmetNeed[]
}

/** A harness may boot every case in each invocation: its numbers are not those of a boot of their own. */
const allCasesNote = 'harness-runs-all-cases'

/** Facts of the target, for `env/target-<name>.json`. What only the caller said is `declared`. */
export function harnessFacts(settings: HarnessSettings, { topology, pin, ...found }: HarnessFindings): TargetFacts {
  const { declared } = settings
  const secrets = knownSecrets(settings)
  const nesting = nestingOf(topology.hypervisor)
  const cpus = [...(pin ?? topology.allowed)]
  const pinning = pin === undefined ? 'none' : 'process'
  const envelope: Envelope = {
    emulator: null,
    emulatorVersion: null,
    machine: null,
    firmware: null,
    cpuModel: null,
    memoryBytes: null,
    guestTopology: null,
    accelerator: null,
    disk: null,
    network: null,
    ...declared,
    nesting,
    placement: { pinning, cpus, others: cpus },
    hostCpuModel: topology.cpuModel,
  }
  return {
    schema: 'capbench.target/1',
    name: settings.name,
    arch: settings.arch,
    subsystems: [...settings.subsystems],
    unmet: [...found.unmet],
    cpus,
    pinning,
    accelerator: acceleratorOf(envelope),
    nesting,
    envelope,
    declared: Object.entries(declared).flatMap(([field, value]) => (value === null ? [] : [field])),
    ...(settings.invocation === 'one-case' && { boots: 1 as const }),
    identity: redactValue(settings.identity, secrets),
    provenance: redactValue(found.provenance, secrets),
    cleanExit: { code: settings.cleanExit, launcher: false },
    faults: settings.faults.flatMap(faultPlaces),
    authority: 'unenforced',
    notes: settings.invocation === 'all-cases' ? [allCasesNote] : [],
  }
}

function acceleratorOf({ accelerator }: Envelope): TargetFacts['accelerator'] {
  const [name] = (accelerator ?? '').split(',')
  return name === 'kvm' || name === 'tcg' ? name : 'none'
}

function faultPlaces({ channel, ...pattern }: HarnessSettings['faults'][number]): readonly FaultPattern[] {
  const places = channel === undefined ? ['console', `artifacts/${qemuLogName}`] : [channel]
  return places.map((place) => ({ ...pattern, channel: place }))
}
