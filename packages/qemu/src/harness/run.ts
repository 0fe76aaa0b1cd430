import { CapbenchError, type RunEnd, type RunRequest, type TranscriptSink } from '@capbench/core'
import {
  type Command,
  cpuTimes,
  keepTail,
  monotonicNs,
  type ProcessEnvironment,
  redactor,
  type SupervisedRun,
  supervise,
} from '@capbench/host'
import { redactingSink } from '../secrets/sink.ts'
import { beforeRun } from './artifacts/collect.ts'
import type { Versions } from './emulators/identify.ts'
import { watchEmulators } from './emulators/watch.ts'
import { familyVariable, harnessEnvironment } from './environment.ts'
import { trackFamily } from './family/family.ts'
import { guardHarness } from './family/guard.ts'
import { type Swept, sweepFamily } from './family/sweep.ts'
import type { HarnessCall } from './options.ts'
import { forRun, type HarnessSettings } from './settings.ts'

export interface HarnessRun {
  readonly settings: HarnessSettings
  readonly request: RunRequest
  /** Checked and ascending. */
  readonly pin: readonly number[] | undefined
  readonly versions: Versions
}

/** Longest limit of a phase, in milliseconds. */
const dayMs = 86_400_000
const tailBytes = 600

/**
 * Runs a harness once. Its standard output is the channel `console`, its standard error `driver`. Whatever happens, no
 * process of it is left when this returns.
 *
 * @throws CapbenchError for a workload that brings its own program or dialogue, and for a path or word that was
 *   computed for this run and cannot be
 */
export async function runHarness(
  { settings, request, pin, versions }: HarnessRun,
  stored: TranscriptSink,
  signal: AbortSignal,
): Promise<RunEnd> {
  const { work } = request
  if (work.form !== 'console' || work.dialogue.length > 0)
    throw new CapbenchError(
      'CAPBENCH_DEFINITION',
      `a harness runs its own workload; one of the form ${work.form}${work.form === 'console' ? ' with steps' : ''} ` +
        'needs another target',
    )
  const call: HarnessCall = {
    benchmark: request.benchmark,
    case: request.caseName,
    vcpus: request.vcpus,
    nonce: request.nonce,
    pin: pin ?? null,
  }
  const { env, secrets, shown, told } = harnessEnvironment(settings, call)
  const [file, ...args] = forRun(settings.command, call)
  const before = beforeRun({
    cwd: settings.cwd,
    artifacts: forRun(settings.artifacts, call),
    qemuLog: settings.qemuLog === undefined ? undefined : forRun(settings.qemuLog, call),
    maxBytes: settings.maxArtifactBytes,
    secrets,
  })
  const sink = redactingSink(stored, secrets)
  const fact = (name: string, value: typeof told): void =>
    sink.event({ kind: 'fact', atNs: monotonicNs(), name, value })
  fact('environment', told)
  const wanted = pin ?? []
  const busy = (): void => sink.event(cpuTimes(wanted.length > 0 ? wanted : undefined))
  const tail = keepTail(tailBytes)
  let over: Promise<Swept> | undefined
  const attend = ({ process, pid, phases }: SupervisedRun) => {
    const variable = `${familyVariable}=${call.nonce}`
    const family = trackFamily(pid, variable)
    busy()
    const guard = guardHarness(pid, variable)
    const onFirst = (): void => {
      phases.enter('boot')
      phases.enter('run')
    }
    const onlyVcpus = settings.invocation === 'all-cases' ? request.vcpus : undefined
    const watch = watchEmulators({ family, versions, wanted, onlyVcpus, onFirst }, sink)
    over = process.exit.then(async () => {
      const swept = await sweepFamily(family)
      await watch.stop()
      await (await guard).dismiss()
      return swept
    })
    over.catch(() => {}) // it is awaited below, and nobody listens until then
    return {
      outlets: [
        { channel: 'console' as const, stream: process.stdout },
        { channel: 'driver' as const, stream: process.stderr, look: tail.add },
      ],
      finish: () => [tail.text() && `end of standard error: ${tail.text()}`],
    }
  }
  const limitMs = Math.min(request.runTimeoutMs * settings.runFactor, dayMs)
  const { clean } = redactor()
  const end = await supervise(
    {
      command: { file, args, env, cwd: settings.cwd },
      limits: { launch: settings.launchMs, boot: limitMs, run: limitMs, exit: limitMs },
      tell: (command) => clean(withVariables(command, shown)),
      attend,
    },
    sink,
    signal,
  )
  const swept = await over
  busy()
  before.collect(sink)
  if (swept && swept.found.length > 0) fact('left-behind', { pids: [...swept.found], outlivedKill: [...swept.left] })
  sink.flush()
  return sink.clean(withLeftover(end, swept))
}

/** So that a person can repeat it in the directory of the harness: it is started with its variables, not by `env`. */
function withVariables({ file, args }: Command, shown: ProcessEnvironment): { file: string; args: string[] } {
  const variables = Object.entries(shown).map(([name, value]) => `${name}=${value}`)
  return variables.length === 0 ? { file, args: [...args] } : { file: 'env', args: [...variables, file, ...args] }
}

function withLeftover(end: RunEnd, swept: Swept | undefined): RunEnd {
  if (!swept || swept.found.length === 0) return end
  const what =
    swept.left.length > 0
      ? `processes ${swept.left.join(', ')} of the harness outlived SIGKILL`
      : `the harness left ${swept.found.length} process(es) behind, which were ended`
  return { ...end, detail: [end.detail, what].filter((part) => part !== '').join('; ') }
}
