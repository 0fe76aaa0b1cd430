import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { hostEnvironment } from '../../src/environment/host.ts'
import { hostingOf } from '../../src/environment/hosting.ts'
import { redactor } from '../../src/environment/redaction.ts'
import { hostVersions } from '../../src/environment/versions.ts'
import { readHostTopology } from '../../src/topology/read.ts'
import { unpackHost } from '../support.ts'

test('a host that says everything, and its secrets left out', () => {
  const { root, remove } = unpackHost('isolated-hybrid')
  const files = {
    'proc/cmdline': 'root=/dev/vda isolcpus=2-3 lsm=ada token=secret\n',
    'proc/meminfo': 'MemTotal:       1024 kB\nMemFree: 1 kB\n',
    'proc/sys/kernel/osrelease': '6.1.0-ada\n',
    'proc/sys/kernel/version': '#1 SMP ada@lovelace\n',
    'proc/loadavg': '0.10 0.20 0.30 1/100 4242\n',
    'etc/os-release': 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12"\n',
    'sys/devices/system/cpu/cpufreq/policy0/scaling_governor': 'powersave\n',
    'sys/devices/system/cpu/cpufreq/policy1/scaling_governor': 'performance\n',
    'sys/devices/system/cpu/intel_pstate/no_turbo': '1\n',
    'sys/devices/system/cpu/vulnerabilities/meltdown': 'Not affected\n',
    'sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never\n',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const facts = hostEnvironment({ root, redactor: redactor({ home: '/home/ada', user: 'ada', host: 'lovelace' }) })
  const other = hostEnvironment({ root, redactor: redactor({ home: '/home/debian', user: 'debian', host: 'Made' }) })
  remove()
  expect(other).toMatchObject({
    cpu: facts.cpu,
    kernel: { ...facts.kernel, parameters: ['isolcpus=2-3', 'lsm=ada'] },
    os: facts.os,
  })
  expect(facts).toEqual({
    schema: 'capbench.host/1',
    cpu: {
      model: 'Made Up Hybrid',
      microcode: null,
      governors: ['performance', 'powersave'],
      drivers: [],
      boost: false,
      smt: null,
      smtActive: null,
      vulnerabilities: { meltdown: 'Not affected' },
    },
    memory: { totalBytes: 1_048_576, transparentHugePages: 'madvise' },
    kernel: {
      release: '6.1.0-ada',
      version: '#1 SMP ada@lovelace',
      parameters: ['isolcpus=2-3', 'lsm=$USER'],
      clocksource: null,
    },
    os: { id: 'debian', versionId: '12', name: 'Debian GNU/Linux 12' },
    loadAverage: '0.10 0.20 0.30',
    redactions: [
      { what: '$USER', count: 1 },
      { what: 'kernel parameters that do not bear on speed', count: 2 },
    ],
    sources: expect.objectContaining({
      'cpu.boost': expect.stringContaining('no_turbo'),
      loadAverage: '/proc/loadavg',
    }),
  })
})

test.each([
  [
    'smt-numa-isolated',
    { governors: ['performance'], drivers: ['intel_pstate'], boost: false, smt: 'on', smtActive: true },
  ],
  ['hybrid-laptop', { governors: ['powersave'], boost: true, smt: 'on' }],
  ['arm64-big-little', { governors: ['schedutil'], drivers: ['cpufreq-dt'], boost: false, smt: null }],
  [
    'firecracker-2',
    {
      governors: [],
      boost: null,
      smt: 'notsupported',
      smtActive: false,
      vulnerabilities: { meltdown: 'Not affected', retbleed: 'Vulnerable' },
    },
  ],
])('%s: governor, turbo, SMT and mitigations', (name, cpu) => {
  const { root, remove } = unpackHost(name)
  const facts = hostEnvironment({ root })
  remove()
  expect(facts.cpu).toMatchObject(cpu)
})

test('a host that says nothing gives unknowns, not errors', () => {
  const facts = hostEnvironment({ root: import.meta.dirname })
  expect(facts.cpu).toMatchObject({ model: null, governors: [], boost: null, vulnerabilities: {} })
  expect(facts.memory.totalBytes).toBeNull()
})

test('this host is plain JSON and names neither the environment nor the kernel command line whole', () => {
  process.env.CAPBENCH_TEST_SECRET = 'hunter2-hunter2'
  const facts = hostEnvironment()
  delete process.env.CAPBENCH_TEST_SECRET
  expect(JSON.parse(JSON.stringify(facts))).toStrictEqual(facts)
  expect(JSON.stringify(facts)).not.toContain('hunter2')
  expect(facts.memory.totalBytes).toBeGreaterThan(0)
})

test.each([
  ['n2-highcpu-8', 'nested-vm', '/sys/class/dmi/id/product_name'],
  ['isolated-hybrid', 'local', '/proc/cpuinfo flags'],
  ['firecracker-2', 'nested-vm', '/sys/module'],
  ['smt-numa-isolated', 'local', '/sys/module/kvm_intel/parameters/nested or /sys/module/kvm_amd/parameters/nested'],
])('%s is %s, with the source of each fact', (name, kind, source) => {
  const { root, remove } = unpackHost(name)
  const hosting = hostingOf(readHostTopology(root))
  remove()
  expect(hosting.kind).toBe(kind)
  expect(hosting.facts.map((fact) => fact.source)).toContain(source)
})

test('what cannot be observed is unknown', () => {
  const { root, remove } = unpackHost('no-topology')
  expect(hostingOf(readHostTopology(root))).toMatchObject({ kind: 'unknown', facts: [] })
  remove()
})

test('versions of Node and of the packages, null for one that is not there', () => {
  const { node, packages } = hostVersions(['no-such-package'])
  expect(node).toBe(process.versions.node)
  expect(packages).toMatchObject({ '@capbench/host': expect.stringMatching(/^\d+\.\d+\.\d+/), 'no-such-package': null })
})
