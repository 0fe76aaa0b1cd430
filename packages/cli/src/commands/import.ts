import { resolve } from 'node:path'
import { exitCodes, importTranscripts, verifyEvidence } from '@capbench/core'
import { verificationWord, writeReport } from '@capbench/report'
import { readDescription } from '../import/description.ts'
import { storeOf } from '../options/run-options.ts'
import { oneOf, usage } from '../options/usage.ts'
import { documentOf, documentText } from '../output/document.ts'
import { summaryOf } from '../output/summary.ts'
import { watched } from '../output/watching.ts'
import { command } from './command.ts'
import { demandPlaces } from './places.ts'

export const importCommand = command({
  definition: {
    meta: { name: 'import', description: 'Bring logs that another tool recorded into a store as evidence' },
    args: {
      file: { type: 'positional', description: 'JSON that says what was recorded, and where', required: false },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      json: { type: 'boolean', description: 'Print one JSON document instead of tables' },
      quiet: { type: 'boolean', description: 'No progress on standard error' },
    },
  },
  help: `The logs are read by the parser of the benchmark and judged by its verifier, proofs are demanded, and the
evidence verifies as any other. What surrounded them is what the file says, so that every row is labelled
imported and is never better than informational. A workload that is a program of a plugin's cannot be imported: no
log shows which one ran. The same --definition is needed wherever the evidence is verified or shown.

Examples
  capbench import target/smp-scale/import.json --definition ./my-scale.ts
  capbench verify latest --definition ./my-scale.ts

  import.json, with files relative to it and the runs of each case in their order:
  { "benchmark": "my-scale",
    "environment": { "name": "capos", "system": "capos", "arch": "x86_64", "role": "subject", "accelerator": "kvm",
      "source": "target/smp-scale, commit 1234abc", "recordedUtc": null, "subsystems": ["smp"], "hostCpus": 4 },
    "transcripts": [{ "case": "smp1", "channels": { "console": "smp1-1.log" }, "exitCode": 0 }] }`,
  run: async ({ flags, io, sources }) => {
    const [file] = flags.positionals
    if (file === undefined) throw usage('import needs a JSON file that says what was recorded; --help shows one')
    const { benchmark: name, ...described } = readDescription(resolve(io.cwd, file))
    const known = sources.map(({ benchmark }) => benchmark.name)
    oneOf(`${file}: benchmark (of the suites, and of --definition)`, name, known)
    const benchmark = sources.find((source) => source.benchmark.name === name)?.benchmark
    if (benchmark === undefined) throw usage(`there is no benchmark ${name}`)
    const store = storeOf(flags, io)
    demandPlaces(store, undefined)
    const how = flags.has('quiet') ? 'quiet' : 'live'
    const { campaign, verification } = await watched(io, how, async ({ report, doing }) => {
      const campaign = await importTranscripts({ ...described, benchmark, store, onEvent: report })
      doing('verifying the evidence')
      return { campaign, verification: await verifyEvidence(campaign.directory, { benchmarks: [benchmark] }) }
    })
    const report = writeReport(campaign, { verification })
    const { verified } = verification
    const exitCode = campaign.exitCode === exitCodes.good && !verified ? exitCodes.bad : campaign.exitCode
    if (flags.has('json')) io.stdout(documentText(documentOf(campaign, exitCode, { report, verified })))
    else {
      const check = verificationWord(verification, campaign)
      io.stdout(
        summaryOf(campaign, [
          ['evidence', campaign.directory],
          ['report', report],
          ['check', check],
        ]),
      )
    }
    return exitCode
  },
})
