import { signalGroup } from './group.ts'

/*
 * When the SDK's own process ends while groups are alive, they get SIGKILL. Handlers exist only while something runs.
 * SIGKILL of the SDK itself cannot be handled: that is what `dieWithParent` is for.
 */

const deadly = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const mark = Symbol.for('capbench.safety-net')
const live = new Set<number>()

function killAll(): void {
  for (const leader of live) signalGroup(leader, 'SIGKILL')
}

/** A program that listens for the signal itself decides what happens; `exit` still catches its end. */
function onDeadlySignal(signal: NodeJS.Signals): void {
  if (process.listeners(signal).some((listener) => !(mark in listener))) return
  killAll()
  uninstall()
  process.kill(process.pid, signal) // the default action, which our listener had replaced
}
// A second copy of this package in the same process must not be taken for the program's own listener.
Object.assign(onDeadlySignal, { [mark]: true })

function install(): void {
  process.on('exit', killAll)
  for (const signal of deadly) process.on(signal, onDeadlySignal)
}

function uninstall(): void {
  process.removeListener('exit', killAll)
  for (const signal of deadly) process.removeListener(signal, onDeadlySignal)
}

/** Puts a process group under the net. */
export function guard(leader: number): void {
  if (live.size === 0) install()
  live.add(leader)
}

/** Takes a process group that has ended from under the net. */
export function release(leader: number): void {
  if (live.delete(leader) && live.size === 0) uninstall()
}
