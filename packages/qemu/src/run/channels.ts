import type { ChannelName } from '@capbench/core'
import { keepTail, type Outlet, type PhaseClock, type Tail, watchRecords } from '@capbench/host'
import type { MachineRun } from './machine-run.ts'
import type { MachineObserver } from './observe.ts'

/** The last words of machine and driver. */
export interface Tails {
  readonly machine: Tail
  readonly driver: Tail
}

const tailBytes = 600

/**
 * What is looked for in the output of a guest while it runs:
 *
 * - the first byte on `records` or `launcher` begins the phase `run`;
 * - a mark makes the host read its threads and CPUs;
 * - the end of the launcher's report, or of the records where there is no launcher, begins the phase `exit`.
 */
export function looksOf(
  { nonces, recordsOn = 'records', hooks }: Pick<MachineRun, 'nonces' | 'recordsOn' | 'hooks'>,
  phases: Pick<PhaseClock, 'enter'>,
  observer: MachineObserver,
): { readonly tails: Tails; readonly look: (channel: ChannelName) => NonNullable<Outlet['look']> } {
  const tails = { machine: keepTail(tailBytes), driver: keepTail(tailBytes) }
  const { nonce, launcherNonce } = nonces
  let nearEnd = false
  const programOn = () =>
    watchRecords(nonce, (type, value) => {
      if (type === 'mark') observer.mark(value)
      if (type !== 'end' || launcherNonce !== undefined) return
      nearEnd = true
      if (recordsOn === 'records') phases.enter('exit')
    })
  const launcher =
    launcherNonce === undefined
      ? () => {}
      : watchRecords(launcherNonce, (type) => {
          if (type === 'exited' || type === 'error') nearEnd = true
          if (type === 'end') phases.enter('exit')
        })
  const steering = (look: (chunk: Uint8Array) => void) => (chunk: Uint8Array) => {
    if (recordsOn !== 'either') phases.enter('run')
    look(chunk)
    observer.output(nearEnd)
  }
  const onConsole = recordsOn === 'console' ? programOn() : recordsOn === 'either' ? steering(programOn()) : () => {}
  const looks: Partial<Record<ChannelName, (chunk: Uint8Array) => void>> = {
    console: (chunk) => {
      tails.machine.add(chunk)
      onConsole(chunk)
    },
    driver: tails.driver.add,
    records: steering(recordsOn === 'console' ? () => {} : programOn()),
    launcher: steering(launcher),
  }
  return {
    tails,
    look: (channel) => (chunk) => {
      looks[channel]?.(chunk)
      hooks?.onOutput?.(channel, chunk)
    },
  }
}
