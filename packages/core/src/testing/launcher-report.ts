import { CapbenchError } from '../error.ts'
import { encodeStream, type ProtocolRecord } from '../protocol/record.ts'
import type { RunRequest } from '../target/target.ts'

interface Exit {
  readonly code: number | null
  readonly signal: number | null
}

/** A launcher's report of a program that was started on `vcpus` CPUs and exited. */
export function launcherReport(
  request: Pick<RunRequest, 'launcherNonce' | 'vcpus' | 'work'>,
  exit: Exit = { code: 0, signal: null },
): Uint8Array {
  const begin = { program: 'capbench-launch', version: '0' }
  return encodeStream(request.launcherNonce, begin, launcherRecords(request, exit))
}

/** The records of such a report, less its begin and end. */
export function launcherRecords(request: Pick<RunRequest, 'vcpus' | 'work'>, exit: Exit): readonly ProtocolRecord[] {
  const { work } = request
  if (work.form !== 'program')
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `the launcher reports of programs, not of a workload of the form ${work.form}`,
    )
  const { sha256, bytes, name } = work.program.manifest
  const cpus = Array.from({ length: request.vcpus }, (_, cpu) => cpu)
  return [
    {
      type: 'system',
      value: {
        sysname: 'Linux',
        release: '0',
        version: '0',
        machine: 'x86_64',
        cpusOnline: request.vcpus,
        clocksource: 'tsc',
        cmdline: '',
      },
    },
    { type: 'program', value: { name, sha256, bytes } },
    {
      type: 'started',
      value: { pid: 2, monotonicNs: 1, cpus },
    },
    {
      type: 'exited',
      value: {
        ...exit,
        monotonicNs: 2,
        userNs: 1,
        systemNs: 0,
        maxRssKiB: 1,
        voluntarySwitches: 0,
        involuntarySwitches: 0,
        leftover: 0,
        cpus,
      },
    },
  ]
}
