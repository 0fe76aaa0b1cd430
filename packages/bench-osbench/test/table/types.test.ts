import { describe, expect, test } from 'vitest'
import type { IntentId } from '../../src/intents/intents.ts'
import type { Cell, Row, Work } from '../../src/table/cell.ts'
import { alone, compared, linux, notApplicable } from '../../src/table/cells.ts'
import { table } from '../../src/table/table.ts'

/** Compiled, never called: each refusal below is the type checker's. */
const compiled = (..._never: readonly (() => unknown)[]) => {}
const absent = notApplicable('no_subsystem', 'file', 'there is none')
const own = alone('mechanism', 'calls')

describe('the table', () => {
  test('does not compile without the answer of one system', () => {
    compiled(
      // @ts-expect-error - capos is not answered
      (): Row => ({ ...linux(own), bare: absent }),
      // @ts-expect-error - the guest is not answered
      (): Row => ({ 'linux-native': own, bare: absent, capos: absent }),
      (): Row => ({ ...linux(own), bare: absent, capos: absent }),
    )
    expect(Object.keys(table).length).toBeGreaterThan(70)
  })

  test('does not compile without the row of one intent, or with that of none', () => {
    const row: Row = { ...linux(own), bare: absent, capos: absent }
    type Table = { readonly [Id in IntentId]: Row }
    const { stat: _stat, ...others } = table
    compiled(
      // @ts-expect-error - the row of stat is missing
      (): Table => others,
      (): Table => ({ ...others, stat: row }),
      // @ts-expect-error - nobody intends that
      (): Table => ({ ...table, 'syscall.nothing': row }),
    )
  })

  test('does not compile for a system that it has no column for', () => {
    compiled(
      // @ts-expect-error - there is no such column
      (): Row => ({ ...linux(own), bare: absent, capos: absent, freebsd: absent }),
      // @ts-expect-error - a system that is added has to be answered in each row
      (): { readonly [S in keyof Row | 'freebsd']: Cell } => table.stat,
    )
  })

  test('takes no cause that results do not know, and no cell without a reason', () => {
    compiled(
      // @ts-expect-error - not a cause
      () => notApplicable('too_slow', 'file', 'there is none'),
      // @ts-expect-error - a cell says why
      (): Cell => ({ kind: 'not_applicable', cause: 'no_subsystem' }),
      // @ts-expect-error - never zero
      (): Cell => 0,
    )
  })

  test('takes no ratio without a stated difference, and none of what stands under a condition', () => {
    compiled(
      // @ts-expect-error - what differs is not said
      () => compared('ring_entry', 'CAP_OP_NOP', { label: 'getppid' }),
      // @ts-expect-error - a result of a fixture enters no ratio
      (): Work => ({ ...own, over: { label: 'a', difference: 'b' }, conditions: ['fixture_only'] }),
      // @ts-expect-error - not a condition
      () => alone('mechanism', 'calls', { conditions: ['fast'] }),
    )
  })
})
