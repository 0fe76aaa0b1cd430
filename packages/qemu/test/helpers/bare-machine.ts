import type { HostEvent, RunEnd } from '@capbench/core'
import { descriptors } from '../../src/command/machine.ts'
import { serialPorts } from '../../src/command/serial.ts'
import type { MachineRun } from '../../src/run/machine-run.ts'
import { runMachine } from '../../src/run/run-machine.ts'

/** Runs a real QEMU without anything to boot: its firmware finds nothing and waits. */
export async function runBareMachine(
  args: readonly string[],
  change: Partial<MachineRun> = {},
): Promise<{ readonly end: RunEnd; readonly events: readonly HostEvent[] }> {
  const events: HostEvent[] = []
  const end = await runMachine(
    {
      qemu: 'qemu-system-x86_64',
      args: [
        ...['-no-user-config', '-nodefaults', '-display', 'none', '-S', '-M', 'pc', '-m', '32', '-nic', 'none'],
        ...serialPorts.flatMap(({ channel }) => ['-chardev', `socket,id=${channel},fd=${descriptors[channel]}`]),
        ...['-serial', 'chardev:console'],
        ...['-chardev', `socket,id=monitor,fd=${descriptors.monitor}`, '-mon', 'chardev=monitor,mode=control'],
        ...args,
      ],
      limits: { launch: 60_000, boot: 60_000, run: 60_000, exit: 60_000 },
      nonces: { nonce: 'a'.repeat(32) },
      ...change,
    },
    { started: () => {}, write: () => {}, event: (event) => events.push(event), artifact: () => {} },
    new AbortController().signal,
  )
  return { end, events }
}
