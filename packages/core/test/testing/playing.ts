import { encodeStream, type FakeRun, fakeTarget, launcherReport, type TargetPrograms } from '@capbench/core/testing'
import type { RunRequest, Target, Work } from '../../src/target/target.ts'
import { program } from '../pipeline/toy.ts'

const text = (value: string) => new TextEncoder().encode(value)
const named = (mode: string) => (): Work => ({ form: 'program', program, args: [mode] })

export const programs = {
  good: named('good'),
  exit1: named('exit1'),
  garbage: named('garbage'),
  half: named('half'),
  nothing: named('nothing'),
  hang: named('hang'),
  flood: named('flood'),
  crash: named('crash'),
} as const satisfies TargetPrograms

const whole = ({ nonce }: RunRequest) =>
  encodeStream(nonce, { program: 'toy', version: '1' }, [{ type: 'a', value: {} }])
const half = (request: RunRequest) => whole(request).subarray(0, 70)
export const modeOf = ({ work }: RunRequest) => (work.form === 'program' ? work.args[0] : undefined)

/** What a program of each mode would leave behind. */
export function play(request: RunRequest): FakeRun {
  const silent = { launcher: new Uint8Array() }
  switch (modeOf(request)) {
    case 'exit1':
      return { records: half(request), launcher: launcherReport(request, { code: 1, signal: null }) }
    case 'crash':
      return { records: half(request), launcher: launcherReport(request, { code: null, signal: 11 }) }
    case 'garbage':
      return { records: text('\u0000\u001b[31m@CB1 \nno\n') }
    case 'half':
      return { records: half(request) }
    case 'nothing':
      return {}
    case 'hang':
      return { records: half(request), ...silent, end: { end: 'timeout', phase: 'run', detail: 'longer than 1 s' } }
    case 'flood':
      return { records: new Uint8Array(100_000).fill(0x61), ...silent }
    default:
      return { records: whole(request) }
  }
}

/** A target that keeps every promise. */
export const sound = (): Target => fakeTarget({ name: 'fake', play })
