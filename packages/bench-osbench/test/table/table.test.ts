import { isName } from '@capbench/core'
import { describe, expect, it } from 'vitest'
import { intentIds, intentOf, measuredVariants, variants } from '../../src/intents/intents.ts'
import { type TableSystem, tableSystems, type Work } from '../../src/table/cell.ts'
import { sourceOf } from '../../src/table/source.ts'
import { cellOf, table, workOf } from '../../src/table/table.ts'

interface Place {
  readonly at: string
  readonly intent: (typeof intentIds)[number]
  readonly system: TableSystem
  readonly work: Work
}
const works: readonly Place[] = intentIds.flatMap((intent) =>
  tableSystems.flatMap((system): readonly Place[] => {
    const work = workOf(intent, system)
    return work === undefined ? [] : [{ at: `${intent} on ${system}`, intent, system, work }]
  }),
)
const at = (places: readonly Place[]) => places.map((place) => place.at)

describe('the table of translations', () => {
  it('answers every intent for every system, and nothing else', () => {
    expect(Object.keys(table).sort()).toEqual([...intentIds].sort())
    for (const intent of intentIds) expect(Object.keys(table[intent]).sort()).toEqual([...tableSystems].sort())
  })

  it('says of each cell without work what is lacking and why', () => {
    for (const intent of intentIds)
      for (const system of tableSystems) {
        const cell = cellOf(intent, system)
        if (cell.kind === 'workload') continue
        expect([cell.about, cell.detail], `${intent} on ${system}`).not.toContain('')
      }
  })

  it('names mechanisms so that they can stand in results', () => {
    expect(works.length).toBeGreaterThan(100)
    expect(at(works.filter(({ work }) => !isName(work.label)))).toEqual([])
  })

  it('declares counterparts that Linux has, and says what differs', () => {
    const declared = works.filter(({ work }) => work.over !== null)
    const lacking = declared.filter(({ intent, work }) => workOf(intent, 'linux-guest')?.label !== work.over?.label)
    expect(declared.length).toBeGreaterThan(20)
    expect(at(lacking)).toEqual([])
    expect(at(declared.filter(({ work }) => (work.over?.difference.length ?? 0) < 20))).toEqual([])
  })

  it('has no ratio of what stands under a condition', () => {
    const conditional = works.filter(({ work }) => (work.conditions ?? []).length > 0)
    expect(conditional.length).toBeGreaterThan(8)
    expect(at(conditional.filter(({ work }) => work.over !== null))).toEqual([])
  })

  it('shows a number twice under one label only, and shows measurements alone', () => {
    const shown = works.filter(({ work }) => work.shows !== undefined)
    const odd = shown.filter(({ work, system }) => {
      const source = work.shows && workOf(work.shows, system)
      return source === undefined || source.label !== work.label || source.shows !== undefined
    })
    expect(shown.length).toBeGreaterThan(5)
    expect(at(odd)).toEqual([])
  })

  it('has a ring entry beside both the null system call and the empty operation of a ring', () => {
    for (const [intent, label] of [
      ['syscall.null', 'getppid'],
      ['uring.nop', 'uring_nop'],
    ] as const) {
      expect(workOf(intent, 'capos')).toMatchObject({ label: 'ring_entry', over: { label } })
    }
    expect(workOf('syscall.null', 'capos')?.over).not.toEqual(workOf('uring.nop', 'capos')?.over)
  })

  it('measures nothing that no system has work for, and gives each metric a program somewhere', () => {
    const dead = measuredVariants.filter(({ intent }) => tableSystems.every((system) => !workOf(intent, system)))
    const alive = variants.filter(({ set, intent }) => set === 'none' && workOf(intent, 'linux-native'))
    expect([...dead, ...alive].map(({ name }) => name)).toEqual([])
  })

  it('runs nothing of a network or of files without their terms', () => {
    const needs = (system: TableSystem, word: string) =>
      works.filter((place) => place.system === system && place.work.requires.includes(word))
    const terms = ({ intent }: Place): readonly string[] => intentOf(intent).authority
    const network = needs('linux-guest', 'net.loopback').filter((place) => !terms(place).includes('net.loopback'))
    const files = needs('linux-guest', 'file').filter(
      ({ intent, ...place }) => !terms({ intent, ...place }).some((term) => term.startsWith('file.')),
    )
    expect(at([...network, ...files])).toEqual([])
  })
})

describe('the record that holds a number', () => {
  const named = (name: string) => {
    const variant = variants.find((each) => each.name === name)
    if (variant === undefined) throw new Error(`no variant ${name}`)
    return variant
  }
  it.each([
    ['syscall.null', 'capos', 'syscall.null'],
    ['uring.nop', 'capos', 'syscall.null'],
    ['uring.nop', 'linux-guest', 'uring.nop'],
    ['eventfd.rtt.diff_cpu', 'capos', 'pipe.rtt.diff_cpu'],
    ['pipe.object_bw.same_cpu', 'linux-guest', 'pipe.bw.same_cpu'],
    ['proc.fork_exit', 'capos', undefined],
    ['poll.10', 'capos', 'poll.10'],
    ['poll.100', 'capos', undefined],
  ] as const)('of %s on %s is that of %s', (name, system, source) => {
    expect(sourceOf(named(name), system)).toBe(source)
  })

  it('exists for every metric that a system has work for', () => {
    const without = measuredVariants.flatMap((variant) =>
      tableSystems.flatMap((system) => {
        const work = workOf(variant.intent, system)
        const meant = work !== undefined && (work.only?.metrics.includes(variant.name) ?? true)
        return meant && sourceOf(variant, system) === undefined ? [`${variant.name} on ${system}`] : []
      }),
    )
    expect(without).toEqual([])
  })
})
