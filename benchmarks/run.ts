// Measures capbench itself.
import process from 'node:process'
import { parseArgs } from 'node:util'
import { measureBare } from './bare/bare.ts'
import { measureAarch64 } from './boot/aarch64.ts'
import { measureBoot } from './boot/boot.ts'
import { measureHashChunks } from './hash-chunks/hash-chunks.ts'
import { measureImport } from './import/import.ts'
import { measureInProcess } from './in-process/in-process.ts'
import type { Group } from './measure/line.ts'
import { describeMachine } from './measure/machine.ts'
import { fullScale, type Scale, smokeScale } from './measure/scale.ts'
import { groupTable, machineTable } from './measure/table.ts'
import { measurePrimitives } from './osbench/primitives.ts'
import { measureRobustness } from './osbench/robust.ts'
import { measureSpawn } from './spawn/spawn.ts'
import { measureSpeedup } from './speedup/speedup.ts'
import { measureStore } from './store/store.ts'

const usage =
  'node benchmarks/run.ts [boot|aarch64|bare|speedup|spawn|import|inprocess|store|primitives|robust|hash-chunks|all] [--pairs N] [--kernel FILE] [--smoke] [--json]'

const groups: Readonly<Record<string, (scale: Scale, kernel: string | undefined) => Promise<Group>>> = {
  boot: measureBoot,
  aarch64: measureAarch64,
  bare: measureBare,
  speedup: measureSpeedup,
  spawn: measureSpawn,
  import: measureImport,
  inprocess: measureInProcess,
  store: measureStore,
  primitives: measurePrimitives,
  robust: measureRobustness,
  'hash-chunks': measureHashChunks,
}

interface Choices {
  readonly wanted: readonly string[]
  readonly scale: Scale
  readonly kernel: string | undefined
  readonly json: boolean
}

function readArguments(): Choices {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      smoke: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      pairs: { type: 'string' },
      kernel: { type: 'string' },
    },
  })
  const all = Object.keys(groups)
  const unknown = positionals.find((name) => name !== 'all' && !all.includes(name))
  if (unknown !== undefined) throw new Error(`no group "${unknown}"; there are ${all.join(', ')} and all`)
  const boots = values.pairs === undefined ? undefined : Number(values.pairs)
  if (boots !== undefined && !(Number.isInteger(boots) && boots > 0))
    throw new Error('--pairs takes a whole number from 1')
  return {
    wanted: positionals.length === 0 || positionals.includes('all') ? all : positionals,
    scale: { ...(values.smoke ? smokeScale : fullScale), ...(boots !== undefined && { boots }) },
    kernel: values.kernel,
    json: values.json,
  }
}

/** What a caller did wrong is told in two lines. */
function choicesOrExit(): Choices {
  try {
    return readArguments()
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nusage: ${usage}`)
    process.exit(2)
  }
}

const { wanted, scale, kernel, json } = choicesOrExit()
const machine = await describeMachine()
if (!json) console.log(`${machineTable(machine)}\n`)
const measured: Group[] = []
for (const name of wanted) {
  const group = await groups[name]?.(scale, kernel)
  if (group === undefined) continue
  measured.push(group)
  if (!json) console.log(`${groupTable(group)}\n`)
}
if (json) console.log(JSON.stringify({ machine, groups: measured }))
