import { primitiveAreas } from '../../src/capos/primitives/primitives.ts'
import { consoleOf } from './evaluated.ts'
import { fixtures, record } from './fixtures.ts'
import { measuredThere, probe, recordsOf } from './os-primitives.ts'

const label = (name: string) => measuredThere.find((each) => each.name === name)?.work.label ?? ''
const figure = (name: string, ns: number) => [name, label(name), ns] as const

/** The boot proof that everything needs. */
export const boot = [record('proof', { cpus: 1, spawned: true, childExit: 7, echo: 'boot, spawn, exit' })]

/** A short run of os-primitives: three figures, and a subsystem that is not there. */
const osPrimitives = recordsOf(
  [figure('syscall.null', 400), figure('pipe.rtt.same_cpu', 5000), figure('proc.posix_spawn', 200_000)],
  [...['ring', 'endpoint', 'process.spawn', 'timer'].map((each) => probe(each)), probe('park', false)],
)

/**
 * Logs that are shipped with the package, for authors to hold their own against, by the names of their files. Written
 * here in the format of the records: no capOS ran.
 */
export const vectors: ReadonlyMap<string, Uint8Array> = new Map([
  ['capos-proof-boot.log', consoleOf(boot)],
  ...primitiveAreas.map((area) => [`capos-${area}.log`, consoleOf(fixtures[area])] as const),
  ['capos-os-primitives.log', consoleOf(osPrimitives)],
])
