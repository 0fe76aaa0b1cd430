import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Config } from '../../src/plan/config.ts'
import { type NextRun, next, type RunSoFar, scheduleOf } from '../../src/plan/next.ts'
import { makePlan, maxRuns, type Plan, rowKey } from '../../src/plan/plan.ts'
import type { TargetFacts } from '../../src/target/facts.ts'

interface Shape {
  readonly seed: string
  readonly entries: readonly {
    readonly benchmark: number
    readonly target: number
    readonly cases: number
    readonly warmups: number
    readonly runs: number
  }[]
}

const shape: fc.Arbitrary<Shape> = fc.record({
  seed: fc.stringMatching(/^[a-z0-9]{1,8}$/),
  entries: fc.uniqueArray(
    fc.record({
      benchmark: fc.nat(2),
      target: fc.nat(2),
      cases: fc.integer({ min: 1, max: 4 }),
      warmups: fc.nat(2),
      runs: fc.integer({ min: 1, max: 6 }),
    }),
    { selector: ({ benchmark, target }) => `${benchmark} ${target}`, minLength: 1 },
  ),
})

/** Only what the plan reads. */
function planOf({ seed, entries }: Shape, attempts = 2): Plan {
  const config = {
    seed,
    oversubscribe: false,
    attempts,
    benchmarks: [0, 1, 2].map((n) => ({ name: `b${n}`, tier: 3, requires: [], proofs: n === 2 ? [] : ['boot'] })),
    targets: [0, 1, 2].map((n) => ({ name: `t${n}`, system: 'linux' })),
    entries: entries.map((entry) => ({
      ...entry,
      benchmark: `b${entry.benchmark}`,
      target: `t${entry.target}`,
      workload: {},
      cases: Array.from({ length: entry.cases }, (_, index) => ({ name: `smp${index + 1}`, vcpus: index + 1 })),
    })),
  } as unknown as Config
  const envelope = { memoryBytes: null }
  const fact = { subsystems: [], unmet: [], cpus: [0, 1, 2, 3], envelope } as unknown as TargetFacts
  return makePlan(config, new Map([0, 1, 2].map((n) => [`t${n}`, fact])))
}

const taken = (run: NextRun, accepted: boolean, contaminated = false): RunSoFar => ({
  key: rowKey(run.row),
  kind: run.kind,
  accepted,
  contaminated,
})
const isRefused = (run: NextRun, refused: ReadonlySet<string>) => run.kind === 'proof' && refused.has(rowKey(run.row))

/** Asks until nothing is left; a proof is accepted unless its key is among the refused. */
function sequence(plan: Plan, refused: ReadonlySet<string> = new Set(), before: readonly NextRun[] = []) {
  const runs = [...before]
  const soFar = runs.map((run) => taken(run, !isRefused(run, refused)))
  for (;;) {
    const following = next(plan, soFar)
    if ('done' in following) return runs
    runs.push(following.run)
    soFar.push(taken(following.run, !isRefused(following.run, refused)))
    if (runs.length > 1000) throw new Error('it never ends')
  }
}

/** Asks until nothing is left; every measured run is accepted unless said otherwise. */
function contaminating(plan: Plan, isContaminated: (run: NextRun) => boolean, accepted = true): readonly NextRun[] {
  const runs: NextRun[] = []
  const soFar: RunSoFar[] = []
  for (;;) {
    const following = next(plan, soFar)
    if ('done' in following) return runs
    const { run } = following
    runs.push(run)
    soFar.push(taken(run, run.kind !== 'measured' || accepted, isContaminated(run)))
    if (runs.length > 1000) throw new Error('it never ends')
  }
}
const text = (runs: readonly NextRun[]) => runs.map(({ kind, row, ordinal }) => `${kind} ${rowKey(row)} ${ordinal}`)
const countOf = (runs: readonly NextRun[], kind: string, key: string) =>
  runs.filter((run) => run.kind === kind && rowKey(run.row) === key).length

describe('what runs next', () => {
  test('is every proof once and first, then every row as often as planned, warm-ups before measurements', () => {
    fc.assert(
      fc.property(shape, (made) => {
        const plan = planOf(made)
        const runs = sequence(plan)
        const kinds = runs.map(({ kind }) => kind)
        expect([...kinds].sort((a, b) => rank(a) - rank(b))).toEqual(kinds)
        for (const proof of plan.proofs) expect(countOf(runs, 'proof', rowKey(proof))).toBe(1)
        for (const row of plan.rows) {
          expect(countOf(runs, 'warmup', rowKey(row))).toBe(row.warmups)
          expect(countOf(runs, 'measured', rowKey(row))).toBe(row.runs)
        }
        const planned = plan.rows.reduce((sum, row) => sum + row.warmups + row.runs, plan.proofs.length)
        expect(runs).toHaveLength(planned)
        expect(runs.every(({ total }) => total === planned)).toBe(true)
        expect(runs.map(({ order }) => order)).toEqual(runs.map((_, index) => index + 1))
        expect(new Set(text(runs)).size).toBe(runs.length)
      }),
    )
  })
  const rank = (kind: string) => ['proof', 'warmup', 'measured'].indexOf(kind)

  test('takes every row that still wants a run once in each block', () => {
    fc.assert(
      fc.property(shape, (made) => {
        const plan = planOf(made)
        const measured = sequence(plan).filter(({ kind }) => kind === 'measured')
        let at = 0
        for (let block = 0; at < measured.length; block++) {
          const wanted = plan.rows.filter((row) => row.runs > block).map(rowKey)
          const came = measured.slice(at, at + wanted.length).map(({ row }) => rowKey(row))
          expect([...came].sort()).toEqual([...wanted].sort())
          at += wanted.length
        }
      }),
    )
  })

  test('depends on seed and rows, not on the order in which the suite names them', () => {
    fc.assert(
      fc.property(shape, (made) => {
        const blocks = (plan: Plan) => plan.blocks
        expect(text(sequence(planOf(made)))).toEqual(text(sequence(planOf(made))))
        expect(blocks(planOf({ ...made, entries: [...made.entries].reverse() }))).toEqual(blocks(planOf(made)))
      }),
    )
    const one = { benchmark: 0, target: 0, cases: 4, warmups: 0, runs: 6 }
    const orders = Array.from({ length: 20 }, (_, seed) =>
      text(sequence(planOf({ seed: `${seed}`, entries: [one] }))).join(),
    )
    expect(new Set(orders).size).toBe(20)
  })

  test('interleaves: blocks of one seed are not all in the same order', () => {
    const plan = planOf({ seed: 'x', entries: [{ benchmark: 0, target: 0, cases: 4, warmups: 0, runs: 6 }] })
    expect(new Set(plan.blocks.map(({ rows }) => rows.join())).size).toBeGreaterThan(1)
  })

  test('leaves out exactly the rows whose proof was refused', () => {
    fc.assert(
      fc.property(shape, fc.nat(), (made, pick) => {
        const plan = planOf(made)
        fc.pre(plan.proofs.length > 0)
        const proof = rowKey(plan.proofs[pick % plan.proofs.length] ?? { benchmark: '', target: '', caseName: '' })
        const gone = new Set(plan.rows.filter(({ proofs }) => proofs.includes(proof)).map(rowKey))
        expect(gone.size).toBeGreaterThan(0)
        const kept = sequence(plan).filter(({ kind, row }) => kind === 'proof' || !gone.has(rowKey(row)))
        expect(text(sequence(plan, new Set([proof])))).toEqual(text(kept))
      }),
    )
  })

  test('goes on after any prefix as if there had been no break', () => {
    fc.assert(
      fc.property(shape, fc.nat(), fc.nat(), (made, cut, pick) => {
        const plan = planOf(made)
        const proof = plan.proofs[pick % Math.max(1, plan.proofs.length)]
        const refused = new Set(proof === undefined ? [] : [rowKey(proof)])
        const whole = sequence(plan, refused)
        const prefix = whole.slice(0, cut % (whole.length + 1))
        expect(text(sequence(plan, refused, prefix))).toEqual(text(whole))
      }),
    )
  })

  test('repeats a contaminated run at the end of its block, as often as allowed, and counts the last attempt', () => {
    const plan = planOf({ seed: 'x', entries: [{ benchmark: 2, target: 0, cases: 3, warmups: 1, runs: 2 }] }, 3)
    const runs = contaminating(plan, ({ row, kind }) => kind !== 'warmup' && row.caseName === 'smp2')
    const measured = runs.filter(({ kind }) => kind === 'measured')
    const two = measured.filter(({ row }) => row.caseName === 'smp2')
    expect(two.map(({ attempt, ordinal }) => [attempt, ordinal])).toEqual(
      [1, 2, 3, 1, 2, 3].map((n, at) => [n, at + 2]),
    )
    expect(measured.map(({ row }) => row.caseName).slice(3, 5)).toEqual(['smp2', 'smp2'])
    expect(measured.slice(5, 8).map(({ attempt }) => attempt)).toEqual([1, 1, 1])
    expect(runs.map(({ total }) => total)).toEqual(expect.arrayContaining([9, 13]))
    expect(runs).toHaveLength(13)
  })

  test('repeats no warm-up, no proof, no refused run, and nothing where one attempt is all', () => {
    const made: Shape = { seed: 'x', entries: [{ benchmark: 0, target: 0, cases: 2, warmups: 1, runs: 2 }] }
    const count = (attempts: number, accepted: boolean) =>
      contaminating(planOf(made, attempts), ({ kind }) => accepted || kind !== 'measured', accepted).length
    expect(count(2, true)).toBe(2 + 2 + 4 * 2)
    expect(count(1, true)).toBe(2 + 2 + 4)
    expect(contaminating(planOf(made, 10), () => true, false)).toHaveLength(2 + 2 + 4)
  })

  test('goes on after any prefix with contaminated runs, and every row gets the runs that it wants', () => {
    fc.assert(
      fc.property(
        shape,
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.boolean(), { minLength: 200, maxLength: 200 }),
        (made, attempts, bad) => {
          const plan = planOf(made, attempts)
          const runs = contaminating(plan, ({ order }) => bad[order % bad.length] === true)
          const isBad = (run: NextRun) => bad[run.order % bad.length] === true
          const setAside = runs.filter((run) => run.kind === 'measured' && isBad(run) && run.attempt < attempts)
          for (const row of plan.rows) {
            const own = runs.filter((run) => run.kind === 'measured' && rowKey(run.row) === rowKey(row))
            expect(own.filter((run) => !setAside.includes(run))).toHaveLength(row.runs)
            expect(own.filter(({ attempt }) => attempt > 1)).toHaveLength(
              own.filter((run) => setAside.includes(run)).length,
            )
            expect(Math.max(...own.map(({ attempt }) => attempt))).toBeLessThanOrEqual(attempts)
            expect(own.map(({ ordinal }) => ordinal)).toEqual(own.map((_, index) => row.warmups + index + 1))
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  test('is nothing where nothing is planned', () => {
    expect(next({ proofs: [], rows: [], unsupported: [], blocks: [], attempts: 1 }, [])).toHaveProperty('done')
  })
})

test('more runs than one directory holds are refused before the first', () => {
  const entries = [0, 1, 2].map((target) => ({ benchmark: 2, target, cases: 3, warmups: 0, runs: 1000 }))
  expect(() => planOf({ seed: 'x', entries })).toThrow(
    `9000 runs are planned, 18000 with every re-run and extra run, and at most ${maxRuns} fit one campaign`,
  )
})

describe('a schedule that is told of each run', () => {
  const fate = fc.record({
    accepted: fc.boolean(),
    contaminated: fc.boolean(),
    value: fc.integer({ min: 90, max: 110 }),
  })

  test('says at each step what the whole history says, with repeats, refusals and extra runs', () => {
    const precision = { halfWidth: 0.02, step: 2, maxRuns: 9 }
    fc.assert(
      fc.property(shape, fc.nat(1), fc.array(fate, { minLength: 7, maxLength: 40 }), (made, precise, fates) => {
        const entries = made.entries.map((entry, at) => (at % 2 === precise ? { ...entry, precision } : entry))
        const plan = planOf({ ...made, entries }, 3)
        const schedule = scheduleOf(plan)
        const runs: RunSoFar[] = []
        for (;;) {
          const following = schedule.next()
          expect(following).toEqual(next(plan, runs))
          if ('done' in following) return
          const { accepted = true, contaminated = false, value } = fates[runs.length % fates.length] ?? {}
          const run = { ...taken(following.run, accepted, contaminated), value }
          runs.push(run)
          schedule.add(run)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('goes through as many runs as a campaign may have', () => {
    const entries = [0, 1].map((benchmark) => ({ benchmark, target: 0, cases: 4, warmups: 0, runs: 1_000 }))
    const plan = planOf({ seed: 'many', entries }, 1)
    const schedule = scheduleOf(plan)
    let made = 0
    for (let now = schedule.next(); 'run' in now; now = schedule.next()) {
      schedule.add(taken(now.run, true))
      made++
    }
    expect(made).toBe(plan.proofs.length + 8_000)
    expect(made).toBeLessThanOrEqual(maxRuns)
  })
})
