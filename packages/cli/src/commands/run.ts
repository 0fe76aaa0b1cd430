import { CapbenchError, exitCodes, run, verifyEvidence } from '@capbench/core'
import { verificationWord, visible, writeReport } from '@capbench/report'
import { limitOf, resumeOf, runChoices } from '../options/run-options.ts'
import { repeatableSuiteArgs, suiteArgs } from '../options/suite-args.ts'
import { usage } from '../options/usage.ts'
import { documentOf, documentText } from '../output/document.ts'
import { eventLine, eventLinesTo } from '../output/event-lines.ts'
import { followTo } from '../output/follow.ts'
import { summaryOf } from '../output/summary.ts'
import { watched } from '../output/watching.ts'
import { buildSuite } from '../suites/build-suite.ts'
import { command } from './command.ts'
import { demandPlaces } from './places.ts'

export const runCommand = command({
  definition: {
    meta: { name: 'run', description: 'Run a suite, keep its evidence, verify it and write a report' },
    args: {
      ...suiteArgs,
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      'max-gib': {
        type: 'string',
        description: 'Most GiB of evidence that one campaign makes (default: 2)',
        valueHint: 'GiB',
      },
      resume: { type: 'boolean', description: 'Only go on with what a dead process left; refuse to begin anew' },
      fresh: { type: 'boolean', description: 'Begin anew; what a dead process left goes to quarantine' },
      report: {
        type: 'string',
        description: 'File of the report (default: <store>/reports/<id>.md)',
        valueHint: 'file',
      },
      json: { type: 'boolean', description: 'Print one JSON document instead of tables' },
      'json-lines': { type: 'boolean', description: 'Print every event as a line of JSON, and the document last' },
      gdb: {
        type: 'string',
        description: 'Halt each guest until a debugger connects to this port of 127.0.0.1, or unix socket',
        valueHint: 'port|path',
      },
      quiet: { type: 'boolean', description: 'No progress on standard error' },
      follow: { type: 'boolean', description: 'Show on standard error what runs print, as it comes' },
    },
  },
  repeatable: repeatableSuiteArgs,
  help: `Examples
  capbench run
  capbench run --targets native --cases smp1,smp2 --runs 10 --pin 0,1
  capbench run --param limit=100000 --purpose smoke --json > result.json
  capbench run --enforce speedup-smp1-smp2
  capbench run --json-lines --quiet | jq 'select(.type == "run-end") | .headline'

Environment (a flag decides over it)
  CAPBENCH_PIN_CPUS      --pin           LINUX_SMP_SCALE_QEMU_TASKSET_CPUS for Linux guests
  CAPBENCH_INCLUDE_SMT   --include-smt   LINUX_SMP_SCALE_INCLUDE_SMT for Linux guests
  CAPBENCH_LINUX_KERNEL  --kernel        LINUX_SMP_SCALE_KERNEL for Linux guests
  CAPBENCH_ACCEL         --accel
  CAPBENCH_STORE         --store
  CAPBENCH_CACHE         where kernels and the verdict on KVM are kept (default: ~/.cache/capbench)
  CAPOS_SMP_SCALE_QEMU_TASKSET_CPUS and CAPOS_SMP_SCALE_INCLUDE_SMT hold for capOS guests.
  Two variables with different values for one target are an error.`,
  run: async ({ flags, io, sources }) => {
    const choices = runChoices(flags, sources, io)
    const { source, json, quiet, notices, store, purpose, seed, oversubscribe, attempts, report } = choices
    const suite = buildSuite(source, choices.suite)
    demandPlaces(store, report)
    for (const notice of notices) io.stderr(`note: ${notice}\n`)
    const lines = flags.has('json-lines')
    if (lines && json) throw usage('--json-lines ends with the document of --json; choose one of them')
    const follows = flags.has('follow')
    const more = [...(lines ? [eventLinesTo(io.stdout, follows)] : []), ...(follows && !lines ? [followTo(io)] : [])]
    const how = quiet ? 'quiet' : follows ? 'plain' : 'live'
    const { campaign, verification, written } = await watched(io, how, async (watching) => {
      const campaign = await run(suite, {
        store,
        oversubscribe,
        signal: io.signal,
        resume: resumeOf(flags),
        ...limitOf(flags),
        ...(purpose && { purpose }),
        ...(seed !== undefined && { seed }),
        ...(attempts !== undefined && { attempts }),
        onEvent: (event) => {
          for (const report of [...more, watching.report]) report(event)
        },
      })
      watching.doing('verifying the evidence')
      const verification = await verifyEvidence(campaign.directory, {
        benchmarks: [source.benchmark],
        ...limitOf(flags),
      })
      const written = attemptReport(() =>
        writeReport(campaign, { verification, ...(report !== undefined && { file: report }) }),
      )
      return { campaign, verification, written }
    })
    const { verified } = verification
    const good = campaign.exitCode === exitCodes.good
    const judged = good && !verified ? exitCodes.bad : campaign.exitCode
    const exitCode = written.error === undefined ? judged : exitCodes.usage
    const document = documentOf(campaign, exitCode, { report: written.file ?? null, verified, notices })
    if (json) io.stdout(documentText(document))
    else if (lines) io.stdout(eventLine({ type: 'document', document }))
    else {
      io.stdout(
        summaryOf(campaign, [
          ['evidence', campaign.directory],
          ['report', written.file ?? 'not written'],
          ['check', verificationWord(verification, campaign)],
        ]),
      )
    }
    if (written.error !== undefined) io.stderr(`capbench: ${visible(written.error)}\n`)
    return exitCode
  },
})

/** A report that cannot be written must not cost the reader the result. */
function attemptReport(write: () => string): { readonly file?: string; readonly error?: string } {
  try {
    return { file: write() }
  } catch (error) {
    if (error instanceof CapbenchError) return { error: error.message }
    throw error
  }
}
