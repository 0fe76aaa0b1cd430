/**
 * Kinds of system that capbench knows by name; others are allowed, and `plan` warns of one that no known target has.
 */
export const knownSystems = ['linux', 'bare', 'capos', 'freebsd'] as const
/** A kind of system: one that is known here, or any other word. */
export type System = (typeof knownSystems)[number] | (string & {})

/** Instruction set of a target. */
export const architectures = ['x86_64', 'aarch64'] as const
/** An instruction set that targets have. */
export type Architecture = (typeof architectures)[number]

/**
 * Something a target offers, or a benchmark needs. Open: plugins of other systems name their own. `cpu.direct` is
 * running a function on a CPU of the program's choice, where there are neither processes nor threads.
 */
export const knownSubsystems = [
  'process.spawn',
  'thread.spawn',
  'cpu.direct',
  'smp',
  'clock.monotonic',
  'clock.cycles',
  'ipc.pipe',
  'ipc.socketpair',
  'ipc.futex',
  'memory.map',
  'memory.share',
  'signal',
  'file',
  'net.loopback',
] as const
/** Something that a system offers and a benchmark may require. */
export type Subsystem = (typeof knownSubsystems)[number] | (string & {})

/** A need that any one of several subsystems meets. */
export interface AnyOf {
  readonly anyOf: readonly Subsystem[]
}
export type SubsystemNeed = Subsystem | AnyOf

/** `requires: ['smp', anyOf('clock.monotonic', 'clock.cycles')]` */
export function anyOf(...subsystems: readonly Subsystem[]): AnyOf {
  return { anyOf: subsystems }
}

/** The needs that are not met, as text. */
export function unmetSubsystems(needs: readonly SubsystemNeed[], offered: readonly string[]): readonly string[] {
  return needs.flatMap((need) => {
    const options = typeof need === 'string' ? [need] : need.anyOf
    return options.some((option) => offered.includes(option)) ? [] : [options.join(' or ')]
  })
}
