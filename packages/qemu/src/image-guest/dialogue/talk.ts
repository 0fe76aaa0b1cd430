import type { DialogueStep } from '@capbench/core'
import { startLimit } from '@capbench/host'
import { describeStep, type TwoParts } from './describe.ts'
import { beginDialogue, type DialogueAction, type DialogueState, hear, type Progress, typed } from './state.ts'

/**
 * How fast a dialogue types: not faster than the console says something back. A UART in QEMU loses nothing, but what
 * reads it may: the BIOS keeps 15 keys, and a shell that flushes its input before a prompt keeps none.
 */
export interface Typing {
  /** Bytes that are typed at once, at least 1. Default 4. */
  readonly bytes: number
  /**
   * How long to wait, in milliseconds from 0 to 10000, until the console has said these bytes back, whatever it says in
   * between, before more is typed. Default 500. What is not echoed, as a password, takes this long for each portion.
   */
  readonly echoMs: number
}
export const defaultTyping: Typing = { bytes: 4, echoMs: 500 }

export interface TalkOptions extends TwoParts {
  readonly typing: Typing
  readonly secrets: Readonly<Record<string, string>>
  /** Stretches the limits of the workload's steps, as the limit of the phase `run` is. */
  readonly workFactor: number
  /** Begins to measure how long the guest is kept waiting for a CPU, for `startLimit`. */
  readonly measureWaiting: () => () => number
  readonly type: (bytes: Uint8Array) => void
  /** A step is done, counted through both parts. */
  readonly onStep: (index: number, step: DialogueStep) => void
  /** The last step of the boot part is done. Not called where that has none. */
  readonly onReady: () => void
  /** Every step is done. Not called where there is none. */
  readonly onOver: () => void
  /** A step took longer than its own limit. */
  readonly onStuck: (detail: string) => void
}

/** A dialogue in progress. */
export interface Talk {
  /** Takes the first step. What was heard before does not count. */
  readonly begin: () => void
  readonly hear: (chunk: Uint8Array) => void
  /** The guest is gone or is being ended: nothing is typed or limited any more. */
  readonly stop: () => void
  /** The step that is being taken, for a person; undefined before the first and after the last. */
  readonly where: () => string | undefined
}

/** Holds a dialogue: types, listens, keeps the limit of each step. What to do next is decided by `state.ts`. */
export function startTalk(options: TalkOptions): Talk {
  const steps = [...options.boot, ...options.work]
  let state: DialogueState | undefined
  let stopLimit = (): void => {}
  let stopped = false
  const stop = (): void => {
    stopped = true
    stopLimit()
  }
  /** What the console has to say back, in this order, before `more` is typed. */
  let unheard: Uint8Array = new Uint8Array()
  let more: (() => void) | undefined
  const type = (bytes: Uint8Array): void => {
    const { typing } = options
    options.type(bytes.subarray(0, typing.bytes))
    const rest = bytes.subarray(typing.bytes)
    if (rest.length > 0) {
      unheard = bytes.subarray(0, typing.bytes)
      more = () => {
        stopLimit()
        more = undefined
        type(rest)
      }
      stopLimit = startLimit(typing.echoMs, more, options.measureWaiting)
    } else if (state) follow(typed(state))
  }
  const listen = (index: number, timeoutMs: number | undefined): void => {
    if (timeoutMs === undefined) return
    const limit = timeoutMs * (index < options.boot.length ? 1 : options.workFactor)
    const onLimit = (givenMs: number): void => {
      const more = givenMs > limit ? `, and ${givenMs - limit} ms more for waiting on a busy host` : ''
      options.onStuck(`${describeStep(options, index)}, took longer than ${limit} ms${more}`)
    }
    stopLimit = startLimit(limit, onLimit, options.measureWaiting)
  }
  const act = (action: DialogueAction): void => {
    switch (action.kind) {
      case 'done': {
        stopLimit()
        const step = steps[action.index]
        if (step) options.onStep(action.index, step)
        if (action.index === options.boot.length - 1) options.onReady()
        return
      }
      case 'listen':
        listen(action.index, action.timeoutMs)
        return
      case 'type':
        type(Buffer.from(action.secret ? (options.secrets[action.text] ?? '') : action.text))
        return
      case 'over':
        if (steps.length > 0) options.onOver()
        return
      default:
        action satisfies never
    }
  }
  const follow = (progress: Progress): void => {
    state = progress.state
    for (const action of progress.actions) if (!stopped) act(action)
  }
  return {
    begin: () => {
      if (state === undefined && !stopped) follow(beginDialogue(steps))
    },
    hear: (chunk) => {
      if (!state || stopped) return
      if (more === undefined) {
        follow(hear(state, chunk))
        return
      }
      for (const byte of chunk) if (byte === unheard[0]) unheard = unheard.subarray(1)
      if (unheard.length === 0) more()
    },
    stop,
    where: () => (state && state.index < steps.length ? describeStep(options, state.index) : undefined),
  }
}
