import { type NonEmpty, type Verifier, verdictOf } from '@capbench/core'
import { expectDenied } from '@capbench/verifiers'
import type { Area } from './area.ts'
import type { CaposErrors } from './dispatch.ts'
import type { Operation } from './operations.ts'
import { count, exactly, type Place, primitiveRecords, type RunOf, text } from './records.ts'

const records = {
  /** A child that was awaited: what it wrote, and the code that it ended with. */
  child: exactly({ index: count, output: text, exitCode: count }),
  /** Children that were spawned. */
  spawned: exactly({ children: count }),
} as const
type Run = RunOf<typeof records>

/** What the manifest says of child `index`. */
export const childOracle = (index: number) => ({ output: `child ${index}`, exitCode: (index % 100) + 7 })

const operations = [
  {
    name: 'spawn',
    mechanism: 'ProcessSpawner.spawn, until the child is runnable',
    subsystem: 'process.spawn',
    beside: { none: 'posix_spawn returns after the program was loaded; it has no such moment.' },
  },
  {
    name: 'elf_load',
    mechanism: 'the part of a spawn that reads and maps the program, by the counters of the kernel',
    subsystem: 'measure_segments',
    conditions: ['measure_kernel'],
    beside: { none: 'A part of a spawn, seen from inside the kernel alone.' },
  },
  {
    name: 'wait',
    mechanism: 'ProcessHandle.wait of a child that has ended',
    subsystem: 'process.spawn',
    beside: { none: 'waitpid is timed with the start of its child.' },
  },
  {
    name: 'spawn_wait',
    mechanism: 'ProcessSpawner.spawn, ProcessHandle.wait',
    subsystem: 'process.spawn',
    beside: { intent: 'proc.posix_spawn', difference: 'Linux reads the program from a file and copies descriptors.' },
  },
  {
    name: 'spawn_rejected',
    mechanism: 'a spawn of a program that the package does not hold',
    subsystem: 'process.spawn',
    beside: { none: 'Linux looks a path up and fails there.' },
  },
] as const satisfies readonly Operation[]

const processConditions = (errors: CaposErrors): NonEmpty<Verifier<Run>> => [
  {
    name: 'children-as-in-manifest',
    version: 1,
    judge: ({ own }) => {
      const spawned = own.spawned.reduce((sum, { children }) => sum + children, 0)
      const awaited = new Set(own.child.map(({ index }) => index))
      const whole = spawned > 0 && awaited.size === spawned && own.child.length === spawned
      const silent = own.child.find(({ index, output }) => output !== childOracle(index).output)
      const wrong = own.child.find(({ index, exitCode }) => exitCode !== childOracle(index).exitCode)
      return verdictOf({
        'every child awaited': whole ? undefined : `${spawned} were spawned, ${own.child.length} awaited`,
        'child output': silent && `child ${silent.index} wrote ${JSON.stringify(silent.output)}`,
        'exit code':
          wrong && `child ${wrong.index} left with ${wrong.exitCode}, not ${childOracle(wrong.index).exitCode}`,
      })
    },
  },
  expectDenied('process-spawner', 'spawn', errors.noSuchProgram),
]

export const processArea = (place: Place, errors: CaposErrors): Area<Run> => ({
  name: 'capos-process',
  row: { area: 'Process lifecycle', condition: 'child output and exit code match manifest oracle' },
  operations,
  conditions: processConditions(errors),
  terms: ['process.spawn'],
  timedRegion: 'batches of one to a few children, their programs in the boot package',
  parser: primitiveRecords(records, place),
})
