import type { System, Target } from '@capbench/core'
import { assertReady, orLaunchFailed } from '../machine-target/run.ts'
import { rememberVersions } from './emulators/identify.ts'
import { harnessFacts } from './facts.ts'
import type { HarnessTargetOptions } from './options.ts'
import { findHarness, requirements } from './prepare.ts'
import { runHarness } from './run.ts'
import { chosenByCaller, harnessSettings } from './settings.ts'

/**
 * An existing harness as a target, such as `make run-smp-process-scale`: every run is one invocation of it.
 *
 * Its output is kept as it comes and its files as they are; QEMU is looked for among its processes, and command line,
 * version, affinity and run delay are observed from outside. A parser made with `lines` reads what it printed. What was
 * not observed but said in `declared` lowers the class; what was observed to be otherwise makes the run invalid.
 *
 * capbench counts one invocation as one run, whatever it boots inside. Where a harness boots every case several times
 * in each invocation, its numbers are parts of one run and no independent ones: see `invocation`, and make it boot one
 * case once as soon as you can.
 *
 * @throws CapbenchError `CAPBENCH_USAGE` for an option that does not exist or cannot be; `prepare` throws it for a pin
 *   set that this host cannot give
 */
export function harnessTarget<const Name extends string, const S extends System>(
  options: HarnessTargetOptions<Name, S>,
): Target<Name, S> {
  const settings = harnessSettings(options)
  const versions = rememberVersions()
  let ready: { readonly pin: readonly number[] | undefined } | undefined
  return {
    name: options.name,
    system: options.system,
    arch: settings.arch,
    role: settings.role,
    requires: requirements(settings),
    chosen: chosenByCaller(settings),
    prepare: async (context) => {
      const found = await findHarness(settings, versions, context)
      ready = found.unmet.length === 0 ? { pin: found.pin } : undefined
      return harnessFacts(settings, found)
    },
    execute: async (request, sink, signal) => {
      const harness = ready
      assertReady(settings.name, harness)
      return orLaunchFailed(() => runHarness({ settings, request, versions, pin: harness.pin }, sink, signal))
    },
  }
}
