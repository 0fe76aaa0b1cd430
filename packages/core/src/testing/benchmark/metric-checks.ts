import type { Benchmark, MetricDescription } from '../../define/benchmark.ts'
import { type Clock, onSystem, type Unit } from '../../define/metric.ts'
import type { System } from '../../define/system.ts'
import type { Check, Sound } from './check.ts'
import type { Tried } from './mutation-run.ts'

/** Units of time: what a clock was read for, and nothing else. */
const times: readonly (Unit | undefined)[] = ['ns', 'cycles', 'scaled-cycles']

/** A metric that is a time of one clock on a system. */
interface Timed {
  readonly name: string
  readonly clock: Clock
  /** For messages: `ns of CLOCK_MONOTONIC`. */
  readonly said: string
}

function timedOn({ metrics }: Benchmark, system: System): readonly Timed[] {
  return metrics.flatMap(({ name, unit, clock }: MetricDescription): readonly Timed[] => {
    const [of, by] = [onSystem(unit, system), onSystem(clock, system)]
    return times.includes(of) && by !== undefined && by !== 'none' ? [{ name, clock: by, said: `${of} of ${by}` }] : []
  })
}

/** What became of the mutants of one sound recording that say something else and were accepted. */
const acceptedOf = (tried: readonly Tried[], { recording }: Sound) =>
  tried.flatMap(({ kind, of, outcome }) => (of === recording.name && 'moved' in outcome ? [{ kind, of, outcome }] : []))

/** What a definition makes numbers of. A formula can only be judged by what it reads. */
export const metricChecks: readonly Check[] = [
  {
    name: 'every metric is a finite number, and no time is negative',
    find: ({ benchmark, sound }) => {
      const values = sound.flatMap(({ recording: { name, setting }, evaluation: { metrics } }) => {
        const timed = timedOn(benchmark, setting.system).map((each) => each.name)
        return Object.entries(metrics).flatMap(([metric, { values: own }]) =>
          own.map((value) => ({ what: `${name}: ${metric}`, value, least: timed.includes(metric) ? 0 : -Infinity })),
        )
      })
      const faults = values.filter(({ value, least }) => !Number.isFinite(value) || value < least)
      return { looked: values.length, faults: faults.map(({ what, value }) => `${what} is ${value}`) }
    },
  },
  {
    name: 'every time moves with what was measured',
    find: ({ benchmark, sound, tried }) => {
      const systems = [...new Set(sound.map(({ recording }) => recording.setting.system))]
      const asked = systems.flatMap((system) => {
        const own = sound.filter(({ recording }) => recording.setting.system === system)
        const changes = own.flatMap((each) => acceptedOf(tried, each))
        const measured = timedOn(benchmark, system).filter(({ name }) =>
          own.some(({ evaluation }) => (evaluation.metrics[name]?.values.length ?? 0) > 0),
        )
        return measured.map((metric) => ({ system, metric, changes }))
      })
      if (asked.length === 0) return { skip: 'no metric is a time' }
      const still = asked.filter(
        ({ metric, changes }) => !changes.some(({ outcome }) => outcome.moved.includes(metric.name)),
      )
      return {
        looked: asked.length,
        faults: still.map(
          ({ system, metric, changes }) =>
            `${system}: ${metric.name} (${metric.said}) stayed as it was in all ${changes.length} runs that said ` +
            'something else of what may differ between runs, so it reads nothing that was measured',
        ),
      }
    },
  },
  {
    name: 'no reading is a time of two clocks',
    find: ({ benchmark, sound, tried }) => {
      const asked = sound.flatMap((each) => {
        const timed = timedOn(benchmark, each.recording.setting.system)
        return acceptedOf(tried, each)
          .filter(({ kind }) => kind === 'field' || kind === 'line')
          .map(({ of, outcome }) => ({ of, outcome, by: timed.filter(({ name }) => outcome.moved.includes(name)) }))
      })
      const mixed = asked.filter(({ by }) => new Set(by.map(({ clock }) => clock)).size > 1)
      if (asked.length === 0) return { skip: 'nothing that was recorded may differ between runs' }
      return {
        looked: asked.length,
        faults: mixed.map(({ of, outcome, by }) => {
          const said = by.map(({ name, said: unit }) => `${name} (${unit})`)
          return `${of}, ${outcome.what}: it moves ${said.join(' and ')}; a reading has one clock`
        }),
      }
    },
  },
]
