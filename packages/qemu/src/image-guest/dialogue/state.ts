import type { DialogueStep } from '@capbench/core'
import { type TerminalState, textOfChunk } from './terminal.ts'

/** Where a dialogue is, as a value: every function here is pure. */
export interface DialogueState {
  readonly steps: readonly DialogueStep[]
  /** The step that is being taken, from 0; the number of steps once all are done. */
  readonly index: number
  /** Of what was heard since the step before: the bytes that a match could still begin with. */
  readonly heard: Uint8Array
  /** Where the console is in a terminal sequence. */
  readonly terminal: TerminalState
}

/** What there is to do now. */
export type DialogueAction =
  /** This step is done. */
  | { readonly kind: 'done'; readonly index: number }
  /** Listen until `hear` is told more; give up after `timeoutMs`, where the step has one. */
  | { readonly kind: 'listen'; readonly index: number; readonly timeoutMs: number | undefined }
  /** Type this, then call `typed`. */
  | { readonly kind: 'type'; readonly index: number; readonly text: string; readonly secret: boolean }
  /** Every step is done. */
  | { readonly kind: 'over' }

export interface Progress {
  readonly state: DialogueState
  readonly actions: readonly DialogueAction[]
}

const nothingHeard = { heard: new Uint8Array(), terminal: 'text' } as const

/** The first step of a dialogue. */
export function beginDialogue(steps: readonly DialogueStep[]): Progress {
  return enter({ steps, index: 0, ...nothingHeard })
}

/**
 * The console said this. Terminal sequences (colours, cursor movements) are passed over, even in the middle of a word,
 * unless the text that is waited for has one itself.
 *
 * While something is being typed nobody listens: a later wait wants what comes after it, and what comes meanwhile is
 * its echo or older.
 */
export function hear(state: DialogueState, chunk: Uint8Array): Progress {
  const step = state.steps[state.index]
  if (step === undefined || !('wait' in step)) return { state, actions: [] }
  const wanted = Buffer.from(step.wait)
  const plain = step.wait.includes('\x1b')
    ? { state: 'text' as const, text: chunk, places: undefined }
    : textOfChunk(state.terminal, chunk)
  const heard = Buffer.concat([state.heard, plain.text])
  const at = heard.indexOf(wanted)
  if (at < 0) {
    const kept = Math.min(heard.length, wanted.length - 1)
    return { state: { ...state, heard: heard.subarray(heard.length - kept), terminal: plain.state }, actions: [] }
  }
  const next = enter({ ...state, index: state.index + 1, ...nothingHeard })
  const last = at + wanted.length - 1 - state.heard.length
  const rest = hear(next.state, chunk.subarray((plain.places?.[last] ?? last) + 1))
  // A wait that the rest has met already was never listened for.
  const begun = rest.actions.length > 0 ? [] : next.actions
  return { state: rest.state, actions: [{ kind: 'done', index: state.index }, ...begun, ...rest.actions] }
}

/** The text of the last action `type` was typed to its end. */
export function typed(state: DialogueState): Progress {
  const next = enter({ ...state, index: state.index + 1, ...nothingHeard })
  return { state: next.state, actions: [{ kind: 'done', index: state.index }, ...next.actions] }
}

function enter(state: DialogueState): Progress {
  const { index } = state
  const step = state.steps[index]
  if (step === undefined) return { state, actions: [{ kind: 'over' }] }
  if ('wait' in step) return { state, actions: [{ kind: 'listen', index, timeoutMs: step.timeoutMs }] }
  if ('send' in step) return { state, actions: [{ kind: 'type', index, text: step.send, secret: false }] }
  return { state, actions: [{ kind: 'type', index, text: step.sendSecret, secret: true }] }
}
