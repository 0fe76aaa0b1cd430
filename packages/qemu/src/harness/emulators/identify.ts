import { readFileSync, readlinkSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { inspectQemu } from '../../binary/qemu.ts'

/** A QEMU that was found among the processes of a harness. */
export interface FoundEmulator {
  readonly pid: number
  /** The whole command line, the file first. */
  readonly args: readonly string[]
  /** Path of the binary; undefined where another user runs it. */
  readonly file: string | undefined
}

const emulatorNames = /^qemu-(system-\w+|kvm)$|^kvm$/

/** Is this process a QEMU? A wrapper such as `taskset` is none until it has replaced itself. */
export function identifyEmulator(pid: number): FoundEmulator | undefined {
  const args = commandLine(pid)
  const [named = ''] = args
  const file = binaryOf(pid)
  return emulatorNames.test(basename(file ?? named)) ? { pid, args, file } : undefined
}

function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0$/, '').split('\0')
  } catch {
    return []
  }
}

function binaryOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '')
  } catch {
    return undefined
  }
}

/** Versions of QEMU binaries, each asked once: asking costs time on the CPUs of the guest. */
export interface Versions {
  /** Null where the binary does not say, or is gone before it could be asked. */
  readonly of: (emulator: Pick<FoundEmulator, 'pid' | 'file'>) => Promise<string | null>
  /** Asks a QEMU of PATH before the first run. */
  readonly learn: (file: string) => Promise<void>
}

export function rememberVersions(): Versions {
  const known = new Map<string, Promise<string | null>>()
  const ask = (identity: string | undefined, file: string): Promise<string | null> => {
    const earlier = identity === undefined ? undefined : known.get(identity)
    if (earlier !== undefined) return earlier
    const answer = inspectQemu(file).then((qemu) => (qemu.found ? qemu.version : null))
    if (identity !== undefined) known.set(identity, answer)
    return answer
  }
  return {
    learn: async (file) => {
      await ask(identityOf(file), file)
    },
    of: ({ pid, file }) => {
      const running = `/proc/${pid}/exe`
      const identity = identityOf(running)
      if (identity === undefined || file === undefined) return Promise.resolve(null)
      // The path may lead to another file by now; what runs is asked then, as long as it runs.
      return ask(identity, identityOf(file) === identity ? file : running)
    },
  }
}

function identityOf(file: string): string | undefined {
  try {
    const { dev, ino, size, mtimeMs } = statSync(file)
    return `${dev}:${ino}:${size}:${mtimeMs}`
  } catch {
    return undefined
  }
}
