import type { DialogueStep } from '@capbench/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  beginDialogue,
  type DialogueAction,
  type DialogueState,
  hear,
  type Progress,
  typed,
} from '../../../src/image-guest/dialogue/state.ts'

/** Holds a dialogue with bytes that are there already; typing takes no time. */
function hold(steps: readonly DialogueStep[], chunks: readonly string[]) {
  const actions: DialogueAction[] = []
  let state: DialogueState = beginDialogue(steps).state
  const follow = (progress: Progress): void => {
    state = progress.state
    actions.push(...progress.actions)
    if (progress.actions.at(-1)?.kind === 'type') follow(typed(state))
  }
  follow(beginDialogue(steps))
  for (const chunk of chunks) follow(hear(state, Buffer.from(chunk, 'latin1')))
  return { actions, done: actions.filter(({ kind }) => kind === 'done').length, last: actions.at(-1) }
}

const login = [{ wait: 'login: ' }, { send: 'root\r' }, { wait: '# ', timeoutMs: 5 }] as const

describe('a dialogue', () => {
  it('goes from step to step and is over after the last', () => {
    expect(hold(login, ['Debian\r\nlogin: ', 'root\r\n# ']).actions).toEqual([
      { kind: 'listen', index: 0, timeoutMs: undefined },
      { kind: 'done', index: 0 },
      { kind: 'type', index: 1, text: 'root\r', secret: false },
      { kind: 'done', index: 1 },
      { kind: 'listen', index: 2, timeoutMs: 5 },
      { kind: 'done', index: 2 },
      { kind: 'over' },
    ])
  })

  it('without a step is over at once', () => {
    expect(hold([], []).actions).toEqual([{ kind: 'over' }])
  })

  it('takes a wait only from what came after the step before', () => {
    expect(hold([{ wait: 'a' }, { wait: 'a' }], ['a']).done).toBe(1)
    expect(hold([{ wait: 'a' }, { wait: 'a' }], ['aa']).done).toBe(2)
    expect(hold([{ wait: 'ab' }, { wait: 'ba' }], ['aba']).done).toBe(1)
  })

  it('does not take what was there before it had typed for the answer', () => {
    expect(hold(login, ['# login: # ']).done).toBe(2)
    expect(hold(login, ['# login: # ', 'no, # yes']).done).toBe(3)
  })

  it('hears nothing while it types', () => {
    const begun = beginDialogue([{ send: 'x' }, { wait: 'x' }])
    const meanwhile = hear(begun.state, Buffer.from('x'))
    expect(meanwhile).toEqual({ state: begun.state, actions: [] })
    expect(hear(typed(meanwhile.state).state, Buffer.from('x')).actions.at(-1)).toEqual({ kind: 'over' })
  })

  it('types a secret by its name', () => {
    expect(hold([{ sendSecret: 'root' }], []).actions[0]).toEqual({
      kind: 'type',
      index: 0,
      text: 'root',
      secret: true,
    })
  })

  it('listens again for each wait, and not for one that the same bytes have met', () => {
    const { actions } = hold([{ wait: 'a' }, { wait: 'b' }, { wait: 'c', timeoutMs: 9 }], ['ab'])
    expect(actions.filter(({ kind }) => kind === 'listen').map((each) => 'index' in each && each.index)).toEqual([0, 2])
  })

  it('keeps no more of a flood than a match could begin with', () => {
    const { state } = beginDialogue([{ wait: 'prompt> ' }])
    const flooded = hear(state, Buffer.alloc(1 << 20, 'p')).state
    expect(flooded.heard.length).toBe(7)
    expect(hear(flooded, Buffer.from('rompt> ')).actions.at(-1)).toEqual({ kind: 'over' })
  })

  it('finds junk bytes, NUL and ANSI sequences where they were asked for, and passes over them elsewhere', () => {
    expect(hold([{ wait: '\x1b[0m$ ' }], ['\0\xff\xfe\x1b[31m', '\x1b', '[0m$ ']).done).toBe(1)
    expect(hold([{ wait: 'é> ' }], ['\xff\xc3', '\xa9> ']).done).toBe(1)
  })
})

describe('terminal sequences', () => {
  it('are passed over, in the middle of a word and cut in two as well', () => {
    const prompt = [{ wait: 'root@toy:~# ' }]
    expect(hold(prompt, ['\x1b[?2004h\x1b[01;32mroot@toy\x1b[00m:\x1b[01;34m~\x1b[00m# ']).done).toBe(1)
    expect(hold(prompt, ['ro\x1b', '[04;08', 'H\x1b(Bot@t\x1b]0;a title\x07oy:~', '# ']).done).toBe(1)
  })

  it('count where they are waited for', () => {
    expect(hold([{ wait: '\x1b[2J' }], ['cleared \x1b', '[2', 'J']).done).toBe(1)
    expect(hold([{ wait: '\x1b[2J' }, { wait: 'a' }], ['\x1b[2Ja']).done).toBe(2)
    expect(hold([{ wait: 'a' }, { wait: '\x1b[2J' }], ['a\x1b[2J']).done).toBe(2)
  })

  it('that junk only seems to begin swallow no more than their line', () => {
    expect(hold([{ wait: 'ready' }], ['\x1b]junk without an end\r\nready']).done).toBe(1)
    expect(hold([{ wait: 'ready' }], ['\x1b[12\xff\x1b\x00ready']).done).toBe(1)
  })
})

it('finds the same steps however the bytes are cut', () => {
  const unit = fc.constantFrom('a', 'b', 'a', 'b', '\x1b[0m', '\x1b[1;2H', '\x1b(B')
  const text = fc.array(unit, { maxLength: 60 }).map((units) => units.join(''))
  const waits = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), { maxLength: 8 })
  fc.assert(
    fc.property(text, waits, fc.array(fc.nat(120)), (said, wanted, cuts) => {
      const steps = wanted.map((wait) => ({ wait }))
      const places = [...new Set([0, ...cuts.filter((cut) => cut < said.length), said.length])].sort((a, b) => a - b)
      const chunks = places.slice(1).map((to, index) => said.slice(places[index], to))
      const plain = said.replaceAll(/[^ab(;[0-9HB](?:\[[0-9;]*[mH]|\(B)/g, '')
      let from = 0
      const met = wanted.findIndex((wait) => {
        const at = plain.indexOf(wait, from)
        from = at + wait.length
        return at < 0
      })
      expect(hold(steps, chunks).done).toBe(met < 0 ? wanted.length : met)
    }),
    { numRuns: 2000 },
  )
})
