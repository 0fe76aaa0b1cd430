import type { AuthorityProfile } from '../authority/profile.ts'
import { probedTerms } from '../authority/systems.ts'
import type { JsonObject } from '../define/json.ts'
import { encodeStream, type ProtocolRecord } from '../protocol/record.ts'
import type { RunRequest } from '../target/target.ts'
import { launcherRecords } from './launcher-report.ts'

const nobody = [65534, 65534, 65534, 65534]
const noCapabilities = '0'.repeat(16)

/**
 * The report of a launcher that held a program to the profile of the request, all steps done and all probes denied.
 * Synthetic: no launcher wrote it.
 *
 * @param change of the records between `begin` and `end`, for reports that are not as they should be
 */
export function sandboxReport(
  request: Pick<RunRequest, 'launcherNonce' | 'vcpus' | 'work' | 'authority'>,
  change: (records: readonly ProtocolRecord[]) => readonly ProtocolRecord[] = (records) => records,
): Uint8Array {
  const plain = launcherRecords(request, { code: 0, signal: null })
  const at = plain.findIndex(({ type }) => type === 'started')
  const program = plain.find(({ type }) => type === 'program')?.value.sha256
  const own = sandboxRecords(request.authority, String(program))
  const records = [...plain.slice(0, at), ...own, ...plain.slice(at)]
  return encodeStream(request.launcherNonce, { program: 'capbench-launch', version: '0' }, change(records))
}

function sandboxRecords({ terms, posture }: AuthorityProfile, executable: string): readonly ProtocolRecord[] {
  const steps = ['namespaces', 'private-mounts', 'mount-root', 'pivot-root', 'read-only-root', 'limits', 'identity']
  const dropped = ['capabilities', 'no-new-privileges', ...(posture.filter ? ['filter'] : [])]
  const by = posture.filter ? 'filter' : 'kernel'
  const calls = Object.fromEntries(probedTerms(terms).map((term) => [term, 'fixture']))
  return [
    {
      type: 'authority',
      value: {
        terms: [...terms],
        isolation: 'namespaces',
        steps: [...steps, ...dropped].map((step) => ({ step, errno: null })),
        filter: posture.filter ? { instructions: 184, sha256: 'c'.repeat(64) } : null,
      },
    },
    { type: 'probes', value: { outcome: 'denied', by, errno: 'EPERM', calls } },
    { type: 'observed', value: heldProgram('before-exec', posture.filter, null) },
    { type: 'observed', value: heldProgram('after-exec', posture.filter, executable) },
  ]
}

function heldProgram(hold: string, filter: boolean, executable: string | null): JsonObject {
  const own = Object.fromEntries(['mnt', 'net', 'ipc', 'pid', 'uts', 'cgroup'].map((name) => [name, 'own']))
  return {
    hold,
    uid: nobody,
    gid: nobody,
    groups: [],
    capabilities: {
      inheritable: noCapabilities,
      permitted: noCapabilities,
      effective: noCapabilities,
      bounding: noCapabilities,
      ambient: noCapabilities,
    },
    noNewPrivs: true,
    seccomp: filter ? 2 : 0,
    filters: filter ? 1 : 0,
    speculation: { storeBypass: 'not vulnerable', indirectBranch: 'always enabled' },
    namespaces: { ...own, user: 'shared', time: 'shared' },
    mounts: ['/ ro,nosuid,nodev,noexec tmpfs'],
    descriptors: [
      { fd: 0, is: '/dev/null' },
      { fd: 1, is: 'pipe' },
      { fd: 2, is: 'pipe' },
    ],
    executable,
    threads: 1,
    cpus: [0],
  }
}
