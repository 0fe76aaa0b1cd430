import { exitCodes, type PlannedCampaign, planCampaign } from '@capbench/core'
import { grid, visible } from '@capbench/report'
import { runChoices } from '../options/run-options.ts'
import { repeatableSuiteArgs, suiteArgs } from '../options/suite-args.ts'
import { watched } from '../output/watching.ts'
import { buildSuite } from '../suites/build-suite.ts'
import { command } from './command.ts'

export const planCommand = command({
  definition: {
    meta: { name: 'plan', description: 'Say what `capbench run` would do with the same flags, and run nothing' },
    args: {
      ...suiteArgs,
      json: { type: 'boolean', description: 'Print one JSON document instead of a table' },
      quiet: { type: 'boolean', description: 'No progress on standard error' },
    },
  },
  repeatable: repeatableSuiteArgs,
  help: `Targets are prepared as for a run: a kernel may be fetched, and KVM is measured. The class is the best that a
row could get; what its runs show can only lower it.

Examples
  capbench plan
  capbench plan --targets linux --cases smp1,smp2 --runs 10 --json`,
  run: async ({ flags, io, sources }) => {
    const { source, suite, purpose, seed, oversubscribe, attempts, quiet, notices } = runChoices(flags, sources, io)
    for (const notice of notices) io.stderr(`note: ${notice}\n`)
    const planned = await watched(io, quiet ? 'quiet' : 'live', ({ report }) =>
      planCampaign(buildSuite(source, suite), {
        oversubscribe,
        signal: io.signal,
        ...(purpose && { purpose }),
        ...(seed !== undefined && { seed }),
        ...(attempts !== undefined && { attempts }),
        onEvent: report,
      }),
    )
    io.stdout(flags.has('json') ? documentOf(planned) : `${tableOf(planned)}\n`)
    return exitCodes.good
  },
})

/** Every row that runs with its counts and best class, then every row that cannot with its reasons. */
function documentOf({ plan, foreseen, config, facts }: PlannedCampaign): string {
  const rows = plan.rows.map((row) => ({ ...row, foreseen: foreseen(row) }))
  const targets = Object.fromEntries(facts)
  const { proofs, unsupported, blocks } = plan
  return `${JSON.stringify({ suite: config.suite, proofs, rows, unsupported, blocks, targets }, null, 2)}\n`
}

function tableOf({ plan, foreseen }: PlannedCampaign): string {
  const rows = plan.rows.map((row) => {
    const { evidenceClass, reasons } = foreseen(row)
    const { benchmark, target, caseName, warmups, runs } = row
    return [benchmark, target, caseName, `${warmups}+${runs}`, [evidenceClass, ...reasons].join(' ')]
  })
  const absent = plan.unsupported.map(({ row: { benchmark, target, caseName }, causes: [first] }) => [
    benchmark,
    target,
    caseName,
    '-',
    `unsupported: ${first.reason}: ${first.detail}`,
  ])
  const runs = plan.rows.reduce((sum, each) => sum + each.warmups + each.runs, plan.proofs.length)
  return [
    grid(['benchmark', 'target', 'case', 'warm-ups+runs', 'at best'], [...rows, ...absent], ['warm-ups+runs']),
    '',
    visible(`${runs} runs, ${plan.proofs.length} of them proofs that come first`),
  ].join('\n')
}
