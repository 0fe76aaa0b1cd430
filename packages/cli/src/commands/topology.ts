import { exitCodes } from '@capbench/core'
import { describeCpus, type HostTopology, nestingOf, readHostTopology } from '@capbench/host'
import { grid } from '@capbench/report'
import { command } from './command.ts'

export const topologyCommand = command({
  definition: {
    meta: { name: 'topology', description: 'Show the CPUs of this host as results will record them' },
    args: { json: { type: 'boolean', description: 'Print one JSON document, with the source of each fact' } },
  },
  help: `A dash is: the kernel does not say.

Examples
  capbench topology
  capbench topology --json`,
  run: ({ flags, io }) => {
    const topology = readHostTopology()
    io.stdout(flags.has('json') ? `${JSON.stringify(topology, null, 2)}\n` : `${tableOf(topology)}\n`)
    return Promise.resolve(exitCodes.good)
  },
})

const columns = ['cpu', 'allowed', 'package', 'core', 'siblings', 'node', 'type', 'governor', 'isolated'] as const

function tableOf(topology: HostTopology): string {
  const { cpus, allowed, cpuModel, hypervisor, isolation } = topology
  const said = (value: unknown): string => (value === null || value === undefined ? '-' : String(value))
  const rows = cpus.map((each) => [
    `${each.cpu}`,
    allowed.includes(each.cpu) ? 'yes' : 'no',
    said(each.package),
    said(each.core),
    said(each.siblings),
    said(each.node),
    said(each.coreType),
    said(each.governor),
    isolation.isolated === null ? '-' : isolation.isolated.includes(each.cpu) ? 'yes' : 'no',
  ])
  const numbers = ['cpu', 'package', 'core', 'node']
  return [
    `${said(cpuModel)}; ${describeCpus(topology)}; virtualization: ${nestingOf(hypervisor)}`,
    '',
    grid(columns, rows, numbers),
  ].join('\n')
}
