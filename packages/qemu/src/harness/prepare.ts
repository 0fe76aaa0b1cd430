import { statSync } from 'node:fs'
import type { PrepareContext, Requirement, UnmetNeed } from '@capbench/core'
import { allowedEnvironment, captureHost, checkPins, findExecutable } from '@capbench/host'
import type { Versions } from './emulators/identify.ts'
import type { HarnessFindings } from './facts.ts'
import { gitProvenance } from './provenance.ts'
import type { HarnessSettings } from './settings.ts'

/** What the harness itself needs, nobody here can know: only its command is looked for. */
export function requirements({ command, name }: HarnessSettings): readonly Requirement[] {
  if (typeof command === 'function') return []
  return [{ need: command[0], why: `runs the harness of ${name}`, remedy: 'Install it, or correct the command' }]
}

/** @throws CapbenchError CAPBENCH_USAGE for a pin set that this host cannot give */
export async function findHarness(
  settings: HarnessSettings,
  versions: Versions,
  context: PrepareContext,
): Promise<HarnessFindings> {
  const { cwd, provenance, arch } = settings
  const { topology } = await captureHost(context)
  const pin = settings.pin && checkPins(settings.pin, topology)
  const unmet = unmetNeeds(settings)
  const git = unmet.length > 0 ? { commit: null, dirty: null } : await gitProvenance(cwd, context.signal)
  const { PATH: path = '' } = allowedEnvironment('PATH')
  const qemu = findExecutable(`qemu-system-${arch}`, cwd, path)
  if (qemu.found) await versions.learn(qemu.path)
  return { topology, pin, unmet, provenance: { source: null, build: null, ...git, ...provenance } }
}

function unmetNeeds(settings: HarnessSettings): readonly UnmetNeed[] {
  const { cwd } = settings
  if (!isDirectory(cwd))
    return [{ need: 'cwd', detail: 'the directory of the harness is not there', remedy: 'Correct the option cwd' }]
  const { PATH: path = '' } = { ...allowedEnvironment('PATH'), ...(typeof settings.env === 'object' && settings.env) }
  return requirements(settings).flatMap(({ need, remedy }) => {
    const found = findExecutable(need, cwd, path)
    return found.found ? [] : [{ need, detail: found.message, remedy }]
  })
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
