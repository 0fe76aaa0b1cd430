import type { DeclaredEnvironment } from '@capbench/core'

/** What surrounds the fixtures: nothing that anybody observed. */
export const environment: DeclaredEnvironment = {
  name: 'capos',
  system: 'capos',
  arch: 'x86_64',
  role: 'subject',
  source: 'recorded-format fixture of this package: no capOS ran',
  recordedUtc: null,
  subsystems: ['clock.cycles', 'process.spawn'],
  hostCpus: 1,
  accelerator: 'none',
  cleanExitCode: 33,
}
