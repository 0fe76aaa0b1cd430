import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Benchmark, ImportOptions } from '@capbench/core'
import { oneOf, usage } from '../options/usage.ts'
import { demandMembers, type Kind } from './members.ts'

/** What is imported, as a JSON file says it. */
export interface ImportDescription extends Pick<ImportOptions<Benchmark>, 'environment' | 'transcripts'> {
  readonly benchmark: string
  readonly parameters?: Readonly<Record<string, never>>
  readonly name?: string
}

const maxBytes = 8 * 1024 * 1024

const whole: Readonly<Record<string, Kind>> = {
  benchmark: 'text',
  environment: 'object',
  transcripts: 'list',
  'parameters?': 'object',
  'name?': 'text',
}
const environment: Readonly<Record<string, Kind>> = {
  name: 'text',
  system: 'text',
  arch: 'text',
  role: 'text',
  source: 'text',
  recordedUtc: 'text or null',
  subsystems: 'list',
  hostCpus: 'number',
  accelerator: 'text',
  'envelope?': 'object',
  'identity?': 'object',
  'provenance?': 'object',
  'faults?': 'list',
  'cleanExitCode?': 'number',
}
const transcript: Readonly<Record<string, Kind>> = {
  case: 'text',
  channels: 'object',
  exitCode: 'number',
  'benchmark?': 'text',
  'artifacts?': 'object',
}

/**
 * Reads a description; the files in it are relative to the file itself.
 *
 * @throws CAPBENCH_USAGE naming the member that is missing, unknown or of another kind
 */
export function readDescription(file: string): ImportDescription {
  const value = demandMembers(file, parse(file), whole)
  const declared = demandMembers(`${file}: environment`, value.environment, environment)
  oneOf(`${file}: environment.accelerator`, String(declared.accelerator), ['kvm', 'tcg', 'none'])
  oneOf(`${file}: environment.role`, String(declared.role), ['subject', 'reference', 'native-context'])
  const at = dirname(file)
  const transcripts = (value.transcripts as readonly unknown[]).map((each, index) => {
    const where = `${file}: transcripts[${index}]`
    const { channels, artifacts, ...own } = demandMembers(where, each, transcript)
    return {
      ...own,
      channels: filesOf(`${where}.channels`, channels, at),
      ...(artifacts !== undefined && { artifacts: filesOf(`${where}.artifacts`, artifacts, at) }),
    }
  })
  return { ...value, environment: declared, transcripts } as unknown as ImportDescription
}

function parse(file: string): unknown {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat?.isFile() !== true) throw usage(`there is no file ${JSON.stringify(file)} that says what to import`)
  if (stat.size > maxBytes) throw usage(`${file} has ${stat.size} bytes, at most ${maxBytes} are read`)
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown
  } catch (error) {
    throw usage(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function filesOf(where: string, value: unknown, at: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(value as object).map(([name, path]) => {
      if (typeof path !== 'string') throw usage(`${where}.${name} is to be the name of a file`)
      return [name, resolve(at, path)]
    }),
  )
}
