import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AuthorityProfile } from '../authority/profile.ts'
import type { JsonObject } from '../define/json.ts'
import type { Entry } from '../define/suite.ts'
import { canonicalBytes } from '../encode/canonical.ts'
import { messageOf } from '../error.ts'
import { linesOf } from '../evidence/content.ts'
import { type RunRecord, runFolder } from '../evidence/run-record.ts'
import type { Stage } from '../evidence/stage.ts'
import type { Config, EntryConfig } from '../plan/config.ts'
import type { NextRun } from '../plan/next.ts'
import type { ChannelName } from '../protocol/grammar.ts'
import type { RunEnd } from '../target/end.ts'
import type { TranscriptSink, Work } from '../target/target.ts'
import { auditEventOf } from '../verify/authority/audit-event.ts'
import type { FinishedRun } from '../verify/finished-run.ts'
import type { Setting } from '../verify/verdict.ts'
import { monotonicNs } from './clock.ts'
import { recordInto } from './transcript-sink.ts'
import { withoutHome } from './without-home.ts'

/** What one run needs besides its place in the plan. */
export interface RunContext {
  readonly stage: Stage
  readonly config: Config
  /** Bytes that the campaign has left for channels and artifacts. */
  readonly room: () => number
  readonly target: Entry['target']
  readonly entry: EntryConfig
  readonly authority: AuthorityProfile
  readonly work: (setting: Setting, nonce: string) => Work
  readonly setting: Setting
  readonly signal: AbortSignal
  /** Sees what is printed, as it comes. */
  readonly output: (channel: ChannelName, chunk: Uint8Array) => void
}

/**
 * Executes one run and writes its folder; `run.json` comes last, so a folder without it is a run that was not finished.
 */
export async function runOne(run: NextRun, context: RunContext): Promise<FinishedRun> {
  const { stage, config, target, entry, setting } = context
  const id = {
    kind: run.kind,
    benchmark: run.row.benchmark,
    target: run.row.target,
    case: run.row.caseName,
    ordinal: run.ordinal,
  }
  const folder = runFolder(id)
  const overflow = new AbortController()
  const broken = new AbortController()
  const signal = AbortSignal.any([context.signal, overflow.signal, broken.signal])
  let overflowed = ''
  const limits = { channelBytes: config.maxChannelBytes, room: context.room }
  const sink = recordInto(stage, folder, limits, {
    overflow: (detail) => {
      overflowed ||= detail
      overflow.abort({ overflow: true })
    },
    broken: (error) => broken.abort(error),
  })
  const write: TranscriptSink['write'] = (channel, chunk) => {
    sink.write(channel, chunk)
    try {
      context.output(channel, chunk)
    } catch (error) {
      broken.abort(error) // thrown on, it would end a driver in the middle of its work
    }
  }
  const audit = auditEventOf(context.authority, monotonicNs())
  if (audit !== undefined) sink.event(audit)
  const nonces = { nonce: randomBytes(16).toString('hex'), launcherNonce: randomBytes(16).toString('hex') }
  const startedUtc = new Date().toISOString()
  const startedNs = monotonicNs()
  let outcome: RunEnd
  try {
    outcome = await target.execute(
      {
        benchmark: run.row.benchmark,
        caseName: run.row.caseName,
        vcpus: run.row.vcpus,
        oversubscribe: config.oversubscribe,
        work: context.work(setting, nonces.nonce),
        authority: context.authority,
        ...nonces,
        runTimeoutMs: entry.timeoutMs,
      },
      { ...sink, write },
      signal,
    )
  } catch (error) {
    outcome = thrown(target.name, error)
  }
  // A target that breaks its contract costs its own run; a store that cannot be written ends the campaign.
  const { channels, artifacts } = sink.close()
  broken.signal.throwIfAborted()
  const record: RunRecord = {
    schema: 'capbench.run/1',
    ...id,
    vcpus: run.row.vcpus,
    attempt: run.attempt,
    order: run.order,
    ...nonces,
    command: sink.command(),
    startedNs,
    endedNs: monotonicNs(),
    startedUtc,
    outcome: presentable(overflow.signal.aborted ? { ...outcome, end: 'overflow', detail: overflowed } : outcome),
    channels,
    artifacts,
  }
  stage.write(`${folder}/run.json`, canonicalBytes(record as unknown as JsonObject))
  const written = (file: string) => {
    const path = join(stage.directory, folder, file)
    return existsSync(path) ? readFileSync(path) : new Uint8Array()
  }
  return {
    record,
    channel: (name) => written(`${name}.log`),
    artifact: (name) => written(`artifacts/${name}`),
    hostEvents: () => linesOf(written('host.jsonl')),
  }
}

/** A target, or the arguments of a workload, threw: a bug of theirs, and no reason to lose the other runs. */
function thrown(target: string, error: unknown): RunEnd {
  const message = messageOf(error)
  const detail = `target ${target} threw instead of returning how the run ended, which is a bug of it: ${message}`
  return { end: 'launch-failed', phase: 'launch', exit: { kind: 'not-started', code: 'THROWN', message }, detail }
}

/** Text that came from outside: cut anywhere, so that it may hold half a character, and naming this machine's user. */
function presentable(outcome: RunEnd): RunEnd {
  const clean = (text: string) => withoutHome(text.toWellFormed())
  const { exit, detail } = outcome
  return {
    ...outcome,
    detail: clean(detail),
    exit: exit.kind === 'not-started' ? { ...exit, message: clean(exit.message) } : exit,
  }
}
