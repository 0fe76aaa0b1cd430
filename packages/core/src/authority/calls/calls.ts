import { once } from '../../once.ts'
import { foreignRule } from './foreign.ts'
import { aarch64 } from './numbers/aarch64.ts'
import { i386 } from './numbers/i386.ts'
import { newerRuns, readRuns } from './numbers/runs.ts'
import { x32 } from './numbers/x32.ts'
import { x86_64 } from './numbers/x86_64.ts'
import type { CallRule, CallRules } from './rule.ts'
import { fileCalls } from './rules/file.ts'
import { ipcCalls, socketCalls } from './rules/ipc.ts'
import { memoryCalls } from './rules/memory.ts'
import { ownCalls, processCalls, signalCalls, traceCalls } from './rules/process.ts'
import { systemCalls } from './rules/system.ts'
import { timeCalls } from './rules/time.ts'

const groups: readonly (() => CallRules)[] = [
  ownCalls,
  memoryCalls,
  timeCalls,
  processCalls,
  signalCalls,
  ipcCalls,
  socketCalls,
  fileCalls,
  systemCalls,
  traceCalls,
]

/** What every call of Linux needs, by its name. A name that is not here is never granted. */
const callRules = once((): CallRules => Object.assign({}, ...groups.map((rules) => rules())))

/** How a program can call the kernel: natively, or through an interface of other programs that the kernel also has. */
export const callInterfaces = ['x86_64', 'aarch64', 'i386', 'x32'] as const
/** An interface by which Linux takes system calls. */
export type CallInterface = (typeof callInterfaces)[number]

/** A system call of Linux. */
export interface Call {
  readonly number: number
  readonly name: string
  /** Absent: no term grants it. */
  readonly rule?: CallRule
}

function listed(names: ReadonlyMap<number, string>, ruleOf: (name: string) => CallRule | undefined): readonly Call[] {
  return [...names].map(([number, name]) => {
    const rule = ruleOf(name)
    return rule === undefined ? { number, name } : { number, name, rule }
  })
}

const native = (name: string) => (Object.hasOwn(callRules(), name) ? callRules()[name] : undefined)
const foreign = (face: 'i386' | 'x32') => (name: string) => foreignRule(name, callRules(), face)

const ofX86 = once(() => readRuns(x86_64, { 335: 'uretprobe uprobe' }, newerRuns))

const tables = {
  x86_64: once(() => listed(ofX86(), native)),
  aarch64: once(() => listed(readRuns(aarch64, newerRuns), native)),
  i386: once(() => listed(readRuns(i386, newerRuns), foreign('i386'))),
  x32: once(() => listed(new Map([...ofX86(), ...readRuns(x32)]), foreign('x32'))),
} as const satisfies Readonly<Record<CallInterface, () => readonly Call[]>>

/** Every call of every interface, by number. Those of x32 without the bit 0x40000000 that marks them. */
export const calls: Readonly<Record<CallInterface, readonly Call[]>> = {
  get x86_64() {
    return tables.x86_64()
  },
  get aarch64() {
    return tables.aarch64()
  },
  get i386() {
    return tables.i386()
  },
  get x32() {
    return tables.x32()
  },
}
