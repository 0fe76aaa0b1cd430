import type { Machine } from '../command/machine.ts'
import { machineOf } from '../machine-target/machine.ts'
import type { MachineSettings } from '../machine-target/options.ts'
import type { Accelerator } from '../probe/accelerator.ts'

/**
 * The machine of a run: that of a Linux guest but for its ports. Records have the first one, so that an image that is
 * started by hand with `-serial stdio` shows them; the runtime prints nothing on the console but its last words.
 */
export function bareMachine(
  settings: MachineSettings,
  accelerator: Accelerator,
  boot: Pick<Machine, 'vcpus' | 'kernel' | 'append'>,
): Machine {
  return machineOf(settings, accelerator, { ports: ['records', 'console', 'diagnostics'], ...boot })
}
