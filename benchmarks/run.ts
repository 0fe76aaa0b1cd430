// node benchmarks/run.ts [boot|spawn|import|inprocess|all] [--pairs N] [--kernel FILE] [--smoke] [--json]
import { parseArgs } from 'node:util'
import { measureBoot } from './boot/boot.ts'
import { measureImport } from './import/import.ts'
import { measureInProcess } from './in-process/in-process.ts'
import type { Group } from './measure/line.ts'
import { describeMachine } from './measure/machine.ts'
import { fullScale, type Scale, smokeScale } from './measure/scale.ts'
import { groupTable, machineTable } from './measure/table.ts'
import { measureSpawn } from './spawn/spawn.ts'

const groups: Readonly<Record<string, (scale: Scale, kernel: string | undefined) => Promise<Group>>> = {
  boot: measureBoot,
  spawn: measureSpawn,
  import: measureImport,
  inprocess: measureInProcess,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    smoke: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    pairs: { type: 'string' },
    kernel: { type: 'string' },
  },
})
const wanted = positionals.length === 0 || positionals.includes('all') ? Object.keys(groups) : positionals
const unknown = wanted.find((name) => !Object.hasOwn(groups, name))
if (unknown !== undefined) throw new Error(`no group "${unknown}"; there are ${Object.keys(groups).join(', ')} and all`)
const boots = values.pairs === undefined ? undefined : Number(values.pairs)
if (boots !== undefined && !(Number.isInteger(boots) && boots > 0))
  throw new Error('--pairs takes a whole number from 1')
const scale: Scale = { ...(values.smoke ? smokeScale : fullScale), ...(boots !== undefined && { boots }) }

const machine = await describeMachine()
if (!values.json) console.log(`${machineTable(machine)}\n`)
const measured: Group[] = []
for (const name of wanted) {
  const group = await groups[name]?.(scale, values.kernel)
  if (group === undefined) continue
  measured.push(group)
  if (!values.json) console.log(`${groupTable(group)}\n`)
}
if (values.json) console.log(JSON.stringify({ machine, groups: measured }))
