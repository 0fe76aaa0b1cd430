import { CapbenchError, type ChannelName, type TranscriptSink } from '@capbench/core'
import { measureRunDelay, monotonicNs } from '@capbench/host'
import type { MachineHooks, RunningMachine } from '../run/machine-run.ts'
import { stepText, type TwoParts } from './dialogue/describe.ts'
import { startTalk, type Talk } from './dialogue/talk.ts'
import type { ImageGuestSettings } from './settings.ts'

/** The dialogue of one run, as it takes part in the life of its machine. */
export interface Conversation {
  readonly hooks: MachineHooks
  /** No step is limited any more; returns the step that was being taken, for the detail. */
  readonly end: () => string | undefined
}

/**
 * Holds the dialogue of a run. The target's own part is the phase `boot`; where it has none, that ends with the first
 * byte of output. The part of the workload is the phase `run`, and after its last step begins the phase `exit`.
 *
 * @param workFactor stretches the limits of the workload's steps
 */
export function converse(
  settings: Pick<ImageGuestSettings, 'secrets' | 'typing' | 'exit'>,
  parts: TwoParts,
  workFactor: number,
  sink: Pick<TranscriptSink, 'event'>,
): Conversation {
  let talk: Talk | undefined
  let clock: RunningMachine['phases'] | undefined
  const start = (machine: RunningMachine): void => {
    const { pid, phases, halt } = machine
    talk = startTalk({
      ...parts,
      ...settings,
      workFactor,
      measureWaiting: () => measureRunDelay(pid),
      // a guest that is gone ends the run by itself
      type: (bytes) => void machine.send('console', bytes).catch(ignoreGone),
      onStep: (index, step) => sink.event({ kind: 'step', atNs: monotonicNs(), index, ...stepText(step) }),
      onReady: () => phases.enter('run'),
      onOver: () => {
        if (parts.work.length === 0) return
        if (settings.exit.by === 'quit') void machine.quit()
        else phases.enter('exit')
      },
      onStuck: (detail) => halt('timeout', detail),
    })
    clock = phases
    if (parts.boot.length > 0) talk.begin()
  }
  const onOutput = (channel: ChannelName, chunk: Uint8Array): void => {
    if (channel === 'driver' || talk === undefined) return
    if (parts.boot.length === 0) {
      clock?.enter('run')
      talk.begin()
    }
    if (channel === 'console') talk.hear(chunk)
  }
  return {
    hooks: { onReady: async (machine) => start(machine), onOutput },
    end: () => {
      talk?.stop()
      return talk?.where()
    },
  }
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof CapbenchError)) throw error
}
