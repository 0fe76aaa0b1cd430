/** Evidence classes from best to worst. */
export const evidenceClasses = ['claimable', 'informational', 'smt-diagnostic', 'functional-only'] as const
/** What the environment of a row allows to be said of it. */
export type EvidenceClass = (typeof evidenceClasses)[number]

/** The sentence that reports print for each class. */
export const evidenceClassSays = {
  claimable: 'The environment allows claims; whether one is made depends on a declared gate.',
  informational: 'Worth showing, with its reasons; supports no claim.',
  'smt-diagnostic':
    'Virtual CPUs share physical cores: a diagnostic of simultaneous multithreading, not of more cores.',
  'functional-only': 'Shows that the workload runs and is right; its times say nothing about the system.',
} as const satisfies Readonly<Record<EvidenceClass, string>>

interface Demotion {
  /** The best class that a row with this reason can have. */
  readonly class: EvidenceClass
  readonly says: string
}

/** Why a row has less than the best class. */
export const labelReasons = {
  'accelerator-unknown': {
    class: 'functional-only',
    says: 'Nobody said and nobody saw whether the guest ran under KVM or was emulated.',
  },
  'authority-unenforced': {
    class: 'informational',
    says: 'No declared authority profile was enforced: what the workload could do besides is not known.',
  },
  'authority-unobserved': {
    class: 'informational',
    says: 'The capabilities of the workload were declared and checked, and nobody saw which of them it had.',
  },
  contended: {
    class: 'informational',
    says: 'Other work had part of the CPUs in a run that counts, in each attempt that it was allowed.',
  },
  'contention-unseen': {
    class: 'informational',
    says: 'The host saw the timed region of a run for less than 20 ms: what else had the CPUs then is not known.',
  },
  'cv-over-limit': { class: 'informational', says: 'The runs vary by a tenth of their mean or more.' },
  drift: { class: 'informational', says: 'Values rise or fall with the order of the runs.' },
  'envelope-declared': {
    class: 'informational',
    says: 'Parts of the envelope were stated by somebody and observed by nobody.',
  },
  'fewer-physical-cores-than-vcpus': {
    class: 'smt-diagnostic',
    says: 'The allowed host CPUs lie on fewer physical cores than there are virtual CPUs.',
  },
  imported: {
    class: 'informational',
    says: 'The transcript was recorded by another tool, in an environment that it states itself.',
  },
  'mixed-core-types': { class: 'informational', says: 'The allowed host CPUs are of different core types.' },
  'not-kvm': { class: 'functional-only', says: 'The guest did not run under KVM.' },
  'numa-split': { class: 'informational', says: 'The allowed host CPUs lie on several memory nodes.' },
  oversubscribed: { class: 'functional-only', says: 'There are more virtual CPUs than allowed host CPUs.' },
  'provenance-unknown': {
    class: 'informational',
    says: 'It is not known from which sources, or with which build, the subject was made.',
  },
  'publication-proofs-missing': {
    class: 'informational',
    says: 'It reaches a network or writes files, and its definition names no proofs to publish that on.',
  },
  'purpose-not-controlled': {
    class: 'informational',
    says: 'The campaign was made as a smoke or diagnostic one.',
  },
  'sibling-ambiguous-placement': {
    class: 'informational',
    says: 'The allowed host CPUs contain siblings: the host may place two virtual CPUs on one core.',
  },
  'smoke-n<5': { class: 'informational', says: 'Fewer than five runs: a smoke measurement.' },
  'special-build-or-caps': {
    class: 'informational',
    says: 'A measurement build, special capabilities or wider authority than usual.',
  },
  'steal>1%': {
    class: 'informational',
    says: 'The hypervisor below took more than 1% of the time of the CPUs.',
  },
  'topology-unknown': { class: 'informational', says: 'Which host CPUs share a physical core is not known.' },
  unpinned: { class: 'informational', says: 'The run was not seen on particular host CPUs from its start to its end.' },
  'vcpus-share-a-core': { class: 'smt-diagnostic', says: 'Two virtual CPUs were pinned to one physical core.' },
} as const satisfies Readonly<Record<string, Demotion>>
/** A reason why a row has less than the best class. */
export type LabelReason = keyof typeof labelReasons

/** What must be printed with a row but lowers nothing. */
export const labelNotes = {
  'accelerator-declared': 'The accelerator is what somebody stated; no emulator was seen that confirms it.',
  'authority-observed-only': 'The authority profile was observed, not enforced.',
  'isolated:cgroup-partition': 'The CPUs were isolated by a cgroup partition, as confirmed from the running system.',
  'isolated:cpuset': 'The CPUs were isolated by a cpuset, as confirmed from the running system.',
  'isolated:isolcpus': 'The CPUs were isolated by isolcpus, as confirmed from the running system.',
  'isolation-claimed-unverified:cgroup-partition': 'Isolation by a cgroup partition was claimed and not confirmed.',
  'isolation-claimed-unverified:cpuset': 'Isolation by a cpuset was claimed and not confirmed.',
  'isolation-claimed-unverified:isolcpus': 'Isolation by isolcpus was claimed and not confirmed.',
  'integrity: format-without-checksum': 'The format of the transcript has no checksum of its own.',
  'native-context': 'A native row: context beside the guests, never one side of a ratio between systems.',
  'nested-kvm': 'Nested guest evidence; not bare-metal, not cloud boot.',
  'nesting-unknown': 'Whether the host of the hypervisor is itself a virtual machine is not known.',
  'no-housekeeping-cpu':
    'Every CPU that was given to the machine runs a virtual CPU: its other threads share CPUs with the guest.',
  'no-isolation-boundary': 'Bare metal: the workload is not separated from the system that runs it.',
  'noise-floor>5%':
    'The ratio of the row to itself is uncertain by more than 5%, the margin that gates see unless they say another.',
  outliers: 'Some runs stand far apart from the others; they are listed in analysis.json and in every figure.',
  'pinned-not-isolated':
    'Held to host CPUs, as read back on every run; other work of the host may run on the same ones.',
  'provenance-unknown': 'Sources or build of this system are not known in full.',
  'topology-from-hypervisor': 'The host is a virtual machine: its sibling map is what its hypervisor chose to show.',
} as const
/** A label that lowers no class. */
export type LabelNote = keyof typeof labelNotes
