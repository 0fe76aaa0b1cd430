import type { ArgsDef } from 'citty'

/** Flags that say what runs, on what and how often: those of every command that plans a campaign. */
export const suiteArgs = {
  suite: { type: 'string', description: 'Suite (default: smp-primes)', valueHint: 'name' },
  targets: {
    type: 'string',
    description: 'Targets, e.g. linux,native (default: all; linux-aarch64 only by name)',
    valueHint: 'names',
  },
  cases: {
    type: 'string',
    description: 'Cases, e.g. smp1,smp2 (default: all that are not opt-in)',
    valueHint: 'names',
  },
  runs: { type: 'string', description: 'Measured runs of each row', valueHint: 'n' },
  warmups: { type: 'string', description: 'Warm-up runs of each row', valueHint: 'n' },
  attempts: {
    type: 'string',
    description: 'Most attempts of a run whose CPUs something else used (default: 2; 1: none again)',
    valueHint: 'n',
  },
  param: { type: 'string', description: 'A parameter of the benchmark; may be repeated', valueHint: 'name=value' },
  pin: {
    type: 'string',
    description: 'Host CPUs that runs may use: 0,1 or 0-3; cores: one of each core; smt-pairs: whole cores',
    valueHint: 'cpus',
  },
  'pin-vcpus': { type: 'boolean', description: 'Give each vCPU of a guest one CPU of --pin for itself' },
  'include-smt': { type: 'boolean', description: 'Also run the SMT diagnostic (smp8-smt)' },
  oversubscribe: { type: 'boolean', description: 'Run cases with more vCPUs than host CPUs, functional-only' },
  kernel: {
    type: 'string',
    description: 'Kernel image of the Linux guest (default: a pinned package)',
    valueHint: 'path',
  },
  accel: { type: 'string', description: 'auto, kvm or tcg (default: auto)', valueHint: 'name' },
  memory: { type: 'string', description: 'Guest memory in MiB', valueHint: 'MiB' },
  smoke: { type: 'boolean', description: 'One run of each row, with the purpose smoke' },
  purpose: { type: 'string', description: 'closeout, controlled, diagnostic or smoke', valueHint: 'name' },
  seed: { type: 'string', description: 'Seed of the order in which rows are interleaved', valueHint: 'text' },
  enforce: { type: 'string', description: 'Gates that decide the exit code; may be repeated', valueHint: 'gates' },
} as const satisfies ArgsDef

export const repeatableSuiteArgs = ['param', 'enforce'] as const
