import { type Setting, smp } from '@capbench/core'

export function settingOf(vcpus: number, cpus: number, limit: number): Setting<{ readonly limit: number }> {
  return { parameters: { limit }, case: smp(vcpus), system: 'linux', cpus }
}
