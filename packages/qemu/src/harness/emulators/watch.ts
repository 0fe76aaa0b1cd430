import { homedir } from 'node:os'
import { emulatorOf, type TranscriptSink } from '@capbench/core'
import { monotonicNs, redactor } from '@capbench/host'
import type { Family } from '../family/family.ts'
import { type FoundEmulator, identifyEmulator, type Versions } from './identify.ts'
import { type Readings, readEmulator } from './readings.ts'

/**
 * Between two looks: while QEMU is awaited, and while it runs, when looking may cost it nothing; in milliseconds. From
 * the first look at a QEMU the pauses double, so that also a short-lived one is read more than once.
 */
const searchMs = 20
const watchMs = 250
/** A look at a large family, such as a parallel build, is followed by a pause of this many times its own length. */
const pauseFactor = 20
/** Between two looks at all processes of the host: the same two, a look costs some 25 us for each of them. */
const thoroughSearchMs = 1000
const thoroughWatchMs = 5000
/** More are not told. */
const maxEmulators = 64

export interface EmulatorWatch {
  /** Ends the watch. Resolves when all that was seen is told. */
  readonly stop: () => Promise<void>
}

export interface WatchedFamily {
  readonly family: Family
  readonly versions: Versions
  /** CPUs that QEMU is to stay on; empty where nobody asked for any. */
  readonly wanted: readonly number[]
  /** vCPUs of the run's case, where a QEMU with another number belongs to another case. */
  readonly onlyVcpus: number | undefined
  /** Called when the first QEMU is seen. */
  readonly onFirst: () => void
}

/** Looks for QEMU among the processes of a harness, and tells what it is and where it runs until it ends. */
export function watchEmulators(
  { family, versions, wanted, onlyVcpus, onFirst }: WatchedFamily,
  sink: TranscriptSink,
): EmulatorWatch {
  const watched = new Map<string, Readings | undefined>()
  const running = new Map<string, number>()
  const told: Promise<void>[] = []
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let runningMs = searchMs
  let lastThorough = performance.now()

  // Names of user and host may be words of QEMU's: a machine is called `virt`, and so may somebody be.
  const { clean } = redactor({ home: homeOfUser(), user: '', host: '' })

  const meet = (key: string, emulator: FoundEmulator): void => {
    const { query, vcpus } = emulatorOf(emulator.args)
    if (query || watched.size >= maxEmulators) {
      watched.set(key, undefined)
      return
    }
    if (watched.size === 0) onFirst()
    runningMs = searchMs
    const atNs = monotonicNs()
    const { pid } = emulator
    const args = clean([...emulator.args])
    const another = onlyVcpus !== undefined && vcpus !== onlyVcpus
    told.push(
      versions.of(emulator).then((version) => {
        if (another) sink.event({ kind: 'fact', atNs, name: 'emulator-of-another-case', value: { pid, args, version } })
        else sink.event({ kind: 'emulator', atNs, pid, args, version })
      }),
    )
    const readings = another ? undefined : readEmulator(pid, wanted, sink)
    watched.set(key, readings)
  }
  const look = (): void => {
    const begun = performance.now()
    const thorough = begun - lastThorough >= (running.size > 0 ? thoroughWatchMs : thoroughSearchMs)
    if (thorough) lastThorough = begun
    const seen = new Set<string>()
    for (const { pid, started, parent } of family.members(thorough)) {
      const key = `${pid}:${started}`
      const emulator = running.has(key) || watched.has(key) ? undefined : identifyEmulator(pid)
      // A QEMU forks to run a helper: until that has replaced itself, it looks like a second machine.
      if (emulator && [...running.values()].includes(parent) && !emulator.args.includes('-daemonize')) continue
      if (emulator) meet(key, emulator)
      if (!watched.has(key)) continue
      running.set(key, pid)
      seen.add(key)
      watched.get(key)?.read()
    }
    for (const key of running.keys())
      if (!seen.has(key)) {
        running.delete(key)
        watched.get(key)?.finish()
      }
    const pause = (performance.now() - begun) * pauseFactor
    if (!stopped) timer = setTimeout(look, Math.max(pause, running.size > 0 ? runningMs : searchMs))
    if (running.size > 0) runningMs = Math.min(runningMs * 2, watchMs)
  }
  look()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      for (const key of running.keys()) watched.get(key)?.finish()
      running.clear()
      await Promise.all(told)
    },
  }
}

/** A user without an entry in the password database and without HOME has none. */
function homeOfUser(): string {
  try {
    return homedir()
  } catch {
    return ''
  }
}
