import type { DialogueStep } from '@capbench/core'

/** Where a dialogue is, as a value: every function here is pure. */
export interface DialogueState {
  readonly steps: readonly DialogueStep[]
  /** The step that is being taken, from 0; the number of steps once all are done. */
  readonly index: number
  /** Of what was heard since the step before: the bytes that a match could still begin with. */
  readonly heard: Uint8Array
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

const nothing = new Uint8Array()

/** The first step of a dialogue. */
export function beginDialogue(steps: readonly DialogueStep[]): Progress {
  return enter({ steps, index: 0, heard: nothing })
}

/**
 * The console said this. While something is being typed nobody listens: a later wait wants what comes after it, and
 * what comes meanwhile is its echo or older.
 */
export function hear(state: DialogueState, chunk: Uint8Array): Progress {
  const step = state.steps[state.index]
  if (step === undefined || !('wait' in step)) return { state, actions: [] }
  const heard = Buffer.concat([state.heard, chunk])
  const wanted = Buffer.from(step.wait)
  const at = heard.indexOf(wanted)
  if (at < 0) {
    const kept = Math.min(heard.length, wanted.length - 1)
    return { state: { ...state, heard: heard.subarray(heard.length - kept) }, actions: [] }
  }
  const next = enter({ ...state, index: state.index + 1, heard: nothing })
  const rest = hear(next.state, heard.subarray(at + wanted.length))
  // A wait that the rest has met already was never listened for.
  const begun = rest.actions.length > 0 ? [] : next.actions
  return { state: rest.state, actions: [{ kind: 'done', index: state.index }, ...begun, ...rest.actions] }
}

/** The text of the last action `type` was typed to its end. */
export function typed(state: DialogueState): Progress {
  const next = enter({ ...state, index: state.index + 1, heard: nothing })
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
