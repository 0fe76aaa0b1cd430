import { type Benchmark, exitCodes, protocol } from '@capbench/core'
import { checkLog } from '../check-log/check-log.ts'
import { readLog } from '../check-log/read-log.ts'
import { notEvidence, renderLogReport } from '../check-log/render.ts'
import type { Flags } from '../options/flags.ts'
import { parametersOf } from '../options/run-options.ts'
import { integer, oneOf, usage } from '../options/usage.ts'
import { typedParameters } from '../suites/build-suite.ts'
import type { SuiteSource } from '../suites/suite-source.ts'
import { command } from './command.ts'

export const checkLogCommand = command({
  definition: {
    meta: { name: 'check-log', description: 'What a benchmark makes of a console log, step by step; no evidence' },
    args: {
      file: { type: 'positional', description: 'Console log of one run; - for standard input', required: false },
      benchmark: { type: 'string', description: 'Benchmark, or one of its proofs', valueHint: 'name' },
      case: { type: 'string', description: 'Case (default: the one that the log is of)', valueHint: 'name' },
      param: { type: 'string', description: 'A parameter of the run; may be repeated', valueHint: 'name=value' },
      nonce: { type: 'string', description: 'Nonce of the run (default: of the first record)', valueHint: 'hex' },
      cpus: { type: 'string', description: 'CPUs of the run (default: those of the case)', valueHint: 'n' },
      system: { type: 'string', description: 'Kind of system (default: linux)', valueHint: 'name' },
      definition: { type: 'string', description: 'Module whose exports are benchmarks; repeatable', valueHint: 'file' },
      json: { type: 'boolean', description: 'Print one JSON document' },
    },
  },
  repeatable: ['param', 'definition'],
  help: `Boot messages, escape sequences and CR LF may stand in the log. What counts is what counts in a run on one
console: whole lines that begin with ${protocol.prefix}, or lines of a format of the benchmark's own. They are read by
its parser, judged by its verifier, and measured. The exit code is 1 where the log is refused.
What comes out is ${notEvidence}. To make evidence of logs: capbench import.

Examples
  capbench check-log console.log --benchmark smp-primes
  capbench check-log console.log --benchmark smp-primes --case smp2 --param limit=20000
  capbench check-log console.log --benchmark my-scale --definition ./my-scale.ts --system capos
  qemu-system-x86_64 -nographic -kernel my-os.elf | capbench check-log - --benchmark proof-boot --json`,
  run: async ({ flags, io, sources }) => {
    const [file] = flags.positionals
    if (file === undefined) throw usage('check-log needs a console log, or - for standard input; --help has examples')
    const benchmark = benchmarkOf(flags, sources)
    const parameters = benchmark.parametersWith(typedParameters(benchmark, parametersOf(flags)))
    const choices = {
      case: flags.text('case'),
      system: flags.text('system') ?? 'linux',
      parameters,
      nonce: nonceOf(flags),
      cpus: cpusOf(flags),
    }
    const log = await readLog(file, io)
    const report = checkLog(log, benchmark, choices)
    const exitCode = report.good ? exitCodes.good : exitCodes.bad
    const { name, version } = benchmark
    if (flags.has('json')) {
      const { system } = choices
      const of = { file, benchmark: name, version, system, parameters }
      io.stdout(`${JSON.stringify({ ...of, ...report, note: notEvidence, exitCode }, null, 2)}\n`)
    } else {
      const values = Object.entries(parameters).map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      const made = report.case === undefined ? [] : [`case ${report.case}`, `${report.cpus} CPUs`]
      const known = benchmark.workloadFor(choices.system) !== undefined
      const system = `system ${choices.system}${known ? '' : ' (which it has no workload for)'}`
      const of = [`${name} ${version}`, ...made, ...values, system].join(', ')
      io.stdout(renderLogReport(report, file, of))
    }
    return exitCode
  },
})

function benchmarkOf(flags: Flags, sources: readonly SuiteSource[]): Benchmark {
  const known = sources.flatMap(({ benchmark }) => [benchmark, ...benchmark.proofs])
  const names = [...new Set(known.map(({ name }) => name))]
  const asked = flags.text('benchmark')
  if (asked === undefined) throw usage(`--benchmark says what the log is of: one of ${names.join(', ')}`)
  const name = oneOf('--benchmark', asked, names)
  const found = known.find((benchmark) => benchmark.name === name)
  if (found === undefined) throw usage(`there is no benchmark ${name}`)
  return found
}

function nonceOf(flags: Flags): string | undefined {
  const nonce = flags.text('nonce')
  if (nonce === undefined || new RegExp(protocol.nonce.pattern).test(nonce)) return nonce
  throw usage(`--nonce must be 32 lower-case hexadecimal digits, or -, got ${JSON.stringify(nonce)}`)
}

function cpusOf(flags: Flags): number | undefined {
  const text = flags.text('cpus')
  return text === undefined ? undefined : integer('--cpus', text)
}
