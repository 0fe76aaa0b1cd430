import { type FaultPattern, guestExit, type TargetFacts } from '@capbench/core'
import { placeholder } from '../command/placeholder.ts'
import type { FoundHost } from '../machine-target/host.ts'
import { argumentTemplate, machineFacts } from '../machine-target/machine.ts'
import type { MachineSettings } from '../machine-target/options.ts'
import { bareMachine } from './machine.ts'

/** What the runtime offers: functions on CPUs, memory that all of them see, and the time stamp counter. */
const bareSubsystems = ['cpu.direct', 'smp', 'memory.share', 'clock.monotonic', 'clock.cycles'] as const

/** `WITHOUT_HOLES` of c/bare/free-memory.c of the guest package: it uses no memory beyond. */
const mostMemoryBytes = 2 ** 31

/** The last words of the runtime (c/bare/fault.c of the guest package). */
const bareFaults: readonly FaultPattern[] = [
  { channel: 'console', text: 'capbench-bare: panic: ', reason: 'guest_panic' },
  { channel: 'console', text: 'capbench-bare: fault: ', reason: 'guest_fault' },
]

/** Facts of the target, for `env/target-<name>.json`. Paths of this host stay out of it. */
export function bareFacts(settings: MachineSettings, host: FoundHost): TargetFacts {
  const machine = machineFacts(settings, host)
  const { accelerator } = machine
  const boot = { vcpus: 1, kernel: placeholder('PROGRAM'), append: placeholder('ORDER') }
  return {
    ...machine,
    name: settings.name,
    arch: 'x86_64',
    subsystems: [...bareSubsystems],
    ...((machine.envelope.memoryBytes ?? 0) > mostMemoryBytes && { usableMemoryBytes: mostMemoryBytes }),
    // kernel and program are one image, whose digest and sources stand with each workload
    identity: {
      arguments: accelerator === 'none' ? null : argumentTemplate(bareMachine(settings, accelerator, boot)),
    },
    provenance: { source: '@capbench/guest', commit: null, dirty: null, build: null },
    cleanExit: { code: guestExit.clean.code, launcher: false },
    faults: [...bareFaults],
    authority: 'no-isolation-boundary',
    notes: [],
  }
}
