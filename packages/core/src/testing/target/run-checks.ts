import { Check as fits } from 'typebox/value'
import type { JsonObject } from '../../define/json.ts'
import { canonicalBytes } from '../../encode/canonical.ts'
import { messageOf } from '../../error.ts'
import { eventsOf, readHostEvents } from '../../parse/host-events.ts'
import { RunEnd } from '../../target/end.ts'
import type { Work } from '../../target/target.ts'
import { placementOf } from '../../verify/placement.ts'
import { placementContradiction } from '../../verify/placement-claim.ts'
import { type Check, type Surroundings, unless } from './check.ts'
import { causesOf } from './judge-run.ts'
import type { RecordedRun } from './recorded-run.ts'

/** Why a campaign would refuse the run. */
function refusals({ prepared, target, parser }: Surroundings, run: RecordedRun) {
  return causesOf(run, prepared.facts[0], target.system, parser).map(({ reason, detail }) => `${reason}: ${detail}`)
}

/** Runs that must count. */
export const goodRunChecks: readonly Check[] = [
  {
    name: 'a good run counts',
    faults: async (around) => refusals(around, await around.run(around.programs.good)),
  },
  {
    name: 'the command is told once, before the first byte',
    faults: ({ runs: [run] }) => {
      const { commands = [], earlyBytes = 0 } = run ?? {}
      const [command] = commands
      return [
        ...unless(commands.length === 1, `started was called ${commands.length} times; once was wanted`),
        ...unless(command === undefined || command.file !== '', 'the command names no file'),
        ...unless(earlyBytes === 0, `${earlyBytes} bytes came before it`),
      ]
    },
  },
  {
    name: 'the placement is read back',
    faults: ({ runs: [run], prepared: { facts } }) => {
      const { pinning, accelerator } = facts[0]
      if (pinning === 'none' || run === undefined) return { skip: 'the target does not pin' }
      const { cpus, lost, vcpuMap } = placementOf(run.events, true)
      const whole = eventsOf(run.events, 'affinity').some(({ when }) => when === 'end')
      return [
        ...unless(cpus !== undefined, 'no event says where the threads were'),
        // A native program may be gone before anybody can look at it again.
        ...unless(whole || accelerator === 'native', 'nothing was read at the end'),
        ...[lost ?? placementContradiction(run.events, facts[0]) ?? []].flat(),
        ...unless(pinning !== 'per-vcpu' || vcpuMap !== undefined, 'no event says which vCPU had which CPU'),
      ]
    },
  },
  {
    name: 'two runs, one after the other and at once, keep apart',
    faults: async (around) => {
      const { good } = around.programs
      const [before] = around.runs
      const both = await Promise.all([around.run(good), around.run(good)])
      const all = [...(before === undefined ? [] : [before]), ...both]
      const mixed = all.flatMap((run) =>
        all
          .filter((other) => other !== run)
          .flatMap(({ request }) => [request.nonce, request.launcherNonce])
          .filter((nonce) => [...run.channels.values()].some((bytes) => Buffer.from(bytes).includes(nonce))),
      )
      return [
        ...both.flatMap((run) => refusals(around, run)),
        ...mixed.map((nonce) => `the nonce ${nonce} of one run stands in a channel of another`),
      ]
    },
  },
]

/** What must hold of every run of the suite, good or bad. */
export const everyRunChecks: readonly Check[] = [
  {
    name: 'a form of work that it does not know fails to launch',
    faults: async ({ run, prepared }) => {
      const odd = await run(() => ({ form: 'no-such-form' }) as unknown as Work)
      if ('threw' in odd.end) return [odd.end.threw]
      return [
        ...unless(odd.end.end === 'launch-failed', `it ended as ${odd.end.end}: ${odd.end.detail}`),
        ...unless(odd.end.detail.includes('no-such-form'), `the detail does not name the form: ${odd.end.detail}`),
        ...unless(prepared.facts.length > 0, 'it was not prepared'),
      ]
    },
  },
  {
    name: 'execute returns, whatever the system under test does',
    faults: ({ runs }) => runs.flatMap(({ end }) => ('threw' in end ? [end.threw] : [])),
  },
  {
    name: 'every end fits its schema',
    faults: ({ runs }) =>
      runs.flatMap(({ end }) => ('threw' in end || fits(RunEnd, end) ? [] : [`${JSON.stringify(end)} does not fit`])),
  },
  {
    name: 'every event fits its schema',
    faults: ({ runs }) =>
      runs.flatMap(({ events }) => {
        try {
          readHostEvents(events.map((event) => canonicalBytes(event as unknown as JsonObject)))
          return []
        } catch (error) {
          return [messageOf(error)]
        }
      }),
  },
  {
    name: 'the sink is left alone once execute has returned',
    faults: ({ runs }) =>
      runs.flatMap(({ lateCalls }) => lateCalls.slice(0, 3).map((call) => `${call} came afterwards`)),
  },
  {
    name: 'no process is left',
    faults: ({ left }) => left() ?? { skip: 'this host has no /proc' },
  },
]
