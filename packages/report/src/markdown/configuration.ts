import { type Campaign, handCommand, shellCommand } from '@capbench/core'
import type { ReportInput } from '../input.ts'
import { blocks, bullets, code, fence, type Markdown, md, table } from './text.ts'

type Config = Campaign['content']['config']

/** Everything that somebody needs to judge whether two campaigns are alike. */
export function renderConfiguration({ campaign, environment }: ReportInput): Markdown {
  const { config } = campaign.content
  return blocks(
    md`## Configuration`,
    bullets([
      md`Seed of the interleaving: ${code(config.seed)}`,
      md`Kept of one channel: at most ${config.maxChannelBytes.toLocaleString('en-US')} bytes`,
      md`Oversubscription: ${config.oversubscribe ? 'allowed' : 'not allowed'}`,
    ]),
    md`### Hashes`,
    hashes(campaign),
    md`### Benchmarks and programs`,
    ...config.benchmarks.map((benchmark) => ofBenchmark(benchmark, config)),
    md`### Targets`,
    ...config.targets.map((target) => ofTarget(target, campaign)),
    md`### Host and versions`,
    ...[...environment].map(([name, value]) => blocks(md`${code(`env/${name}.json`)}`, json(value))),
  )
}

const json = (value: unknown): Markdown => fence('json', JSON.stringify(value, null, 2))

/** Digests by what they cover; equal ones are what makes rows comparable. */
function hashes({ results }: Campaign): Markdown | undefined {
  const rows = new Map(results.map((result) => [`${result.benchmark}/${result.target}/${result.case}`, result]))
  return table(
    [
      { title: 'Benchmark' },
      { title: 'Target' },
      { title: 'Case' },
      { title: 'Comparison' },
      { title: 'Workload' },
      { title: 'Envelope' },
      { title: 'Identity' },
    ],
    [...rows.values()].map((result) => [
      result.benchmark,
      result.target,
      result.case,
      code(result.hashes.comparison),
      result.hashes.workload === null ? 'no workload' : code(result.hashes.workload),
      code(result.hashes.envelope),
      code(result.hashes.identity),
    ]),
  )
}

function ofBenchmark(benchmark: Config['benchmarks'][number], config: Config): Markdown {
  const entries = config.entries.filter((entry) => entry.benchmark === benchmark.name)
  const { package: name, version, sha256 } = benchmark.code
  return blocks(
    md`#### ${benchmark.name} ${benchmark.version}`,
    bullets([
      md`Code: ${code(name)} ${version}, ${code(sha256)}`,
      md`Corpus: ${benchmark.corpus.name}, ${code(benchmark.corpus.sha256)}; backing: ${benchmark.backing}`,
      md`Partition: ${benchmark.comparison.partition}`,
      md`Timed region: ${benchmark.comparison.timedRegion}`,
      md`Authority profile and posture: ${code(JSON.stringify(benchmark.authority))}`,
      md`Inspired by and not satisfied: ${code(JSON.stringify(benchmark.lineage))}`,
    ]),
    table(
      [
        { title: 'Target' },
        { title: 'Parameters' },
        { title: 'Runs', align: 'right' },
        { title: 'Warm-ups' },
        { title: 'Limit of a run' },
        { title: 'Program' },
      ],
      entries.map((entry) => [
        entry.target,
        code(JSON.stringify(entry.parameters)),
        entry.runs,
        md`${entry.warmups}: ${entry.warmupWhy}`,
        md`${entry.timeoutMs.toLocaleString('en-US')} ms`,
        programOf(entry),
      ]),
    ),
  )
}

function programOf({ workload }: Config['entries'][number]): Markdown {
  if (workload === null) return md`no workload for this system`
  const { program, parser } = workload
  if (program === null) return md`brought by the system, parser ${parser.format}@${parser.version}`
  const { name, compiler, libc } = program
  const tools = `${compiler.name} ${compiler.version}, ${libc.name} ${libc.version}`
  const built = md`${name} ${code(program.sha256)}, ${tools}`
  return md`${built}, flags ${code(program.flags.join(' '))}, parser ${parser.format}@${parser.version}`
}

function ofTarget(target: Config['targets'][number], { content }: Campaign): Markdown {
  const run = content.runs.find(({ record }) => record.target === target.name && record.kind === 'measured')
  const any = run ?? content.runs.find(({ record }) => record.target === target.name)
  const command = any?.record.command
  return blocks(
    md`#### ${target.name}: ${target.system} on ${target.arch}, ${target.role}`,
    md`Chosen:`,
    json(target.chosen),
    md`Found:`,
    json(content.facts.get(target.name)),
    command && any
      ? blocks(
          md`The exact command of ${code(any.folder)}; other runs differ in nonces and cases:`,
          fence('sh', shellCommand(command.file, command.args)),
          ...byHand(command),
        )
      : md`No command was started.`,
  )
}

/** The command as a person can give it, in an empty directory; `capbench show --commands` has those of all runs. */
function byHand(command: NonNullable<Campaign['content']['runs'][number]['record']['command']>): readonly Markdown[] {
  const hand = handCommand(command)
  if (!hand.repeatable) return [md`By hand it cannot be repeated: ${hand.why}.`]
  const files = hand.files.length === 0 ? md`` : md`; it writes ${hand.files.join(', ')}`
  return [md`The same by hand${files}:`, fence('sh', hand.line)]
}
