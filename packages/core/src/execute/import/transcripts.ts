import { basename } from 'node:path'
import type { JsonObject } from '../../define/json.ts'
import { sha256Hex } from '../../encode/canonical.ts'
import { CapbenchError } from '../../error.ts'
import { assertName } from '../../evidence/paths.ts'
import { readRegular } from '../../evidence/regular-file.ts'
import { type ChannelName, channels } from '../../protocol/grammar.ts'

/** What one run left behind elsewhere. */
export interface ImportedTranscript {
  /** Name of the benchmark or of one of its proofs. Default: the benchmark. */
  readonly benchmark?: string
  /** Its case; of a proof `smp<vCPUs>`. */
  readonly case: string
  /** Files by channel; their bytes are kept as they are. */
  readonly channels: { readonly [C in ChannelName]?: string }
  /** Other files by the name they are kept under. */
  readonly artifacts?: { readonly [name: string]: string }
  /** With which the machine, or the command that wrapped it, ended. Without a definite exit nothing counts. */
  readonly exitCode: number
}

/** A file that was read, for one channel or artifact. */
export interface ReadFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** Without its directory, which says more about a machine than about a run. */
  readonly file: string
}

export interface ReadTranscript {
  readonly benchmark: string
  readonly case: string
  readonly exitCode: number
  readonly channels: readonly ReadFile[]
  readonly artifacts: readonly ReadFile[]
}

const maxFileBytes = 64 * 1024 * 1024

/**
 * Reads the files of a transcript, whole, before anything is written.
 *
 * @throws CAPBENCH_USAGE for an unknown channel or a bad exit code, CAPBENCH_UNREADABLE for a file that cannot be read
 */
export function readTranscript(transcript: ImportedTranscript, benchmark: string): ReadTranscript {
  const unknown = Object.keys(transcript.channels).find((name) => !Object.hasOwn(channels, name))
  const where = `the transcript of ${transcript.case}`
  if (unknown !== undefined) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `${where} has no channel "${unknown}"; there are ${Object.keys(channels).join(', ')}`,
    )
  }
  const { exitCode } = transcript
  if (!(Number.isInteger(exitCode) && exitCode >= 0 && exitCode <= 255)) {
    throw new CapbenchError('CAPBENCH_USAGE', `${where} needs its exit code, 0 to 255, got ${String(exitCode)}`)
  }
  const artifacts = Object.entries(transcript.artifacts ?? {})
  for (const [name] of artifacts) assertName('an artifact', name)
  return {
    benchmark: transcript.benchmark ?? benchmark,
    case: transcript.case,
    exitCode,
    channels: Object.entries(transcript.channels).map(([name, file]) => read(name, file)),
    artifacts: artifacts.map(([name, file]) => read(name, file)),
  }
}

function read(name: string, file: string): ReadFile {
  try {
    return { name, file: basename(file), bytes: readRegular(file, file, maxFileBytes) }
  } catch (error) {
    throw new CapbenchError('CAPBENCH_UNREADABLE', `the recorded ${name} ${file} cannot be read`, { cause: error })
  }
}

/** What `env/imported.json` says of a transcript. */
export function describeTranscript({ benchmark, case: caseName, exitCode, ...files }: ReadTranscript): JsonObject {
  const described = ({ name, file, bytes }: ReadFile) => ({ name, file, bytes: bytes.length, sha256: sha256Hex(bytes) })
  return {
    benchmark,
    case: caseName,
    exitCode,
    channels: files.channels.map(described),
    artifacts: files.artifacts.map(described),
  }
}
