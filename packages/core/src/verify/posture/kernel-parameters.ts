import type { Posture } from '../../authority/profile.ts'

/** A part of a posture that something widens. */
export type PosturePart = Exclude<keyof Posture, 'filter'>

/** A word of a kernel's command line that makes its build or boot other than an ordinary one. */
interface Widening {
  readonly word: RegExp
  readonly part: PosturePart
}

/** Mitigations of the kernel for flaws of processors, by the parameters that switch one off (kernel-parameters.txt). */
const mitigations = [
  'spectre_v2|spectre_v2_user|spectre_bhi|spec_store_bypass_disable|spec_rstack_overflow|retbleed|l1tf|mds|pti|kpti',
  'tsx_async_abort|mmio_stale_data|srbds|gather_data_sampling|reg_file_data_sampling|indirect_target_selection|tsa',
  'l1d_flush|vmscape|attack_vector|mitigations',
].join('|')

/**
 * Every word that is looked for. What only places or quietens (isolcpus, nohz_full, nokaslr, quiet) widens nothing, and
 * what merely names a device or a console is not looked at.
 */
const widenings: readonly Widening[] = [
  { word: new RegExp(`^(?:${mitigations})=(?:.*,)?off(?:[,;]|$)`), part: 'fastPaths' },
  // Attack vectors against which nothing is done (Linux 6.17).
  { word: /^mitigations=.*;(?:.*,)?no_/, part: 'fastPaths' },
  { word: /^(?:kpti|rodata)=(?:0|n|no|off)$/, part: 'fastPaths' },
  { word: /^(?:clearcpuid=.*\b(?:smap|smep)\b.*|arm64\.(?:nobti|nopauth|nomte))$/, part: 'fastPaths' },
  { word: /^(?:nopti|nokpti|nospectre_v1|nospectre_v2|nospectre_bhb|nospec_store_bypass_disable)$/, part: 'fastPaths' },
  { word: /^(?:ssbd=force-off|no_stf_barrier|no_entry_flush|no_uaccess_flush)$/, part: 'fastPaths' },
  { word: /^(?:idle=poll|cpuidle\.off=1|intel_idle\.max_cstate=0|processor\.max_cstate=[01])$/, part: 'fastPaths' },
  { word: /^(?:init_on_alloc|init_on_free|page_poison|audit|selinux|apparmor)=(?:0|off)$/, part: 'fastPaths' },
  { word: /^randomize_kstack_offset=(?:0|off|n)$/, part: 'fastPaths' },
  { word: /^(?:nosmap|nosmep|hardened_usercopy=(?:0|off|n)|slub_debug=-|slab_debug=-)$/, part: 'validation' },
  { word: /^(?:ftrace|trace_event|kprobe_event|trace_instance|trace_trigger|ftrace_graph_filter)=/, part: 'tracing' },
  { word: /^(?:tp_printk|stacktrace|initcall_debug|kgdboc=.*|kgdbwait|kdb)$/, part: 'tracing' },
  { word: /^(?:slub_debug|slab_debug)(?:=[^-].*)?$/, part: 'tracing' },
  { word: /^(?:debug_pagealloc|page_owner|kmemleak)=on$/, part: 'tracing' },
]

/**
 * The words of a command line that widen a posture, as `spelled` writes them, each with what it widens. A quoted value
 * may hold blanks.
 */
export function wideningWords(commandLine: string): readonly { readonly word: string; readonly part: PosturePart }[] {
  const words = commandLine.match(/(?:"[^"]*"?|[^\s"])+/g) ?? []
  return words.map(spelled).flatMap((word) => {
    const found = widenings.find((each) => each.word.test(word))
    return found === undefined ? [] : [{ word, part: found.part }]
  })
}

/** One spelling for what the kernel takes for the same: it drops quotes, and a hyphen in a name is an underscore. */
export function spelled(word: string): string {
  const bare = word.replaceAll('"', '')
  const end = bare.indexOf('=')
  const name = end < 0 ? bare : bare.slice(0, end)
  return `${name.replaceAll('-', '_')}${end < 0 ? '' : bare.slice(end)}`
}
