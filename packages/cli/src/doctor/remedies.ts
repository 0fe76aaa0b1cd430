import type { LabelReason } from '@capbench/core'

/** What a person can do about a reason before a run; null where only the runs show whether it holds. */
export const remedies: { readonly [K in LabelReason]: string | null } = {
  'accelerator-unknown': 'use a target whose emulator capbench starts itself',
  'authority-unenforced': 'give the target a way to enforce the profile; docs/authority.md says which there are',
  'authority-unobserved': 'use a target whose launcher reports what its workload had',
  contended: null,
  'contention-unseen': null,
  'cv-over-limit': null,
  drift: null,
  'envelope-declared': 'let capbench start the machine, so that it sees what is declared now',
  'fewer-physical-cores-than-vcpus': 'give CPUs of more cores with --pin cores, or a larger host',
  imported: 'run the suite with capbench in place of importing logs',
  'mixed-core-types': 'name CPUs of one type with --pin',
  'not-kvm': 'use a host with /dev/kvm that is not emulated, and let this user open it',
  'numa-split': 'name CPUs of one memory node with --pin',
  oversubscribed: 'give more CPUs with --pin, or choose smaller cases',
  'provenance-unknown': 'tell the target from which sources, commit and build its system is',
  'publication-proofs-missing': 'name in the definition the proofs that it rests on',
  'purpose-not-controlled': 'leave out --smoke and --gdb, or say --purpose controlled',
  'sibling-ambiguous-placement': 'use --pin cores, or --pin-vcpus',
  'smoke-n<5': 'ask for five runs or more with --runs',
  'special-build-or-caps': 'use an ordinary build, with no more authority than the profile names',
  'steal>1%': null,
  'topology-unknown': 'use a host whose kernel says which CPUs are siblings',
  unpinned: 'name CPUs with --pin, or say --pin cores',
  'vcpus-share-a-core': 'use --pin cores',
}
