import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, type Entry, type Result, type RunOptions, run, suite, type Target } from '@capbench/core'
import { directoryOfFile } from '../../helpers/directory.ts'

/** Goes with the last test of the file, also where one failed before it could remove its evidence. */
const stores = directoryOfFile()

/** What became of one row of a campaign of one run a row. */
export interface Outcome {
  readonly status: Result['status']
  /** The reason, and what else was found, in the order of rank. */
  readonly reasons: readonly string[]
  readonly detail: string
  /** Raw bytes of a channel as they lie in the evidence; empty where nothing came. */
  readonly log: (channel: string) => Buffer
  /** `run.json`; undefined where nothing was run. */
  readonly record: { readonly outcome: { readonly end: string; readonly phase: string } } | undefined
}

export interface FaultyCampaign {
  readonly directory: string
  readonly outcome: (benchmark: string, target: string, caseName: string) => Outcome
  /** Removes the evidence. */
  readonly remove: () => void
}

/** Runs every benchmark on every target, once a row, and keeps the evidence until `remove`. */
export async function faultyCampaign(
  benchmarks: readonly Benchmark[],
  targets: readonly Target<string, 'linux'>[],
  options: RunOptions = {},
): Promise<FaultyCampaign> {
  const store = mkdtempSync(join(stores, 'faults-'))
  const entries = benchmarks.flatMap(
    (benchmark): readonly Entry[] => suite({ name: 'faults', benchmarks: [benchmark], targets }).entries,
  )
  const remove = (): void => rmSync(store, { recursive: true, force: true })
  const chosen: RunOptions = { store, purpose: 'diagnostic', attempts: 1, ...options }
  const campaign = await run({ name: 'faults', entries }, chosen).catch((error: unknown) => {
    remove()
    throw error
  })
  const { directory } = campaign
  return {
    directory,
    outcome: (benchmark, target, caseName) => {
      const result = campaign.results.find(
        (each) => each.benchmark === benchmark && each.target === target && each.case === caseName,
      )
      if (result === undefined) throw new Error(`there is no row ${benchmark}/${target}/${caseName}`)
      const folder = join(directory, 'raw', benchmark, target, caseName, '001')
      const read = (file: string) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file)) : undefined)
      const recorded = read('run.json')
      return {
        status: result.status,
        reasons: result.status === 'passed' ? [] : [...new Set(result.causes.map(({ reason }) => reason))],
        detail: result.status === 'passed' ? '' : result.causes.map(({ detail }) => detail).join('\n'),
        log: (channel) => read(`${channel}.log`) ?? Buffer.alloc(0),
        record: recorded === undefined ? undefined : JSON.parse(recorded.toString()),
      }
    },
    remove,
  }
}
