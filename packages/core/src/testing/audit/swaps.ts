import type { JsonObject, JsonValue } from '../../define/json.ts'
import { canonicalBytes } from '../../encode/canonical.ts'
import type { Config } from '../../plan/config.ts'
import type { TargetFacts } from '../../target/facts.ts'
import type { TopologyFact } from '../../target/topology.ts'
import type { EvidenceCopy } from './copy.ts'
import type { Mutation } from './mutation.ts'

/** Kernel, program, parser, profile, topology and the rest of what was chosen or found out, each exchanged. */
export function swapMutations(copy: EvidenceCopy): readonly Mutation[] {
  return [...factSwaps(copy), ...topologySwaps(copy), ...configSwaps(copy)]
}

const other = 'f'.repeat(64)

/** Fits every hash to one changed file of the raw half. */
function swapped(path: string, what: string, value: unknown, told: Pick<Mutation, 'check' | 'says'>): Mutation {
  return {
    kind: 'swap',
    what: `${path}: ${what}`,
    apply: ({ write, seal }) => {
      write(path, canonicalBytes(value as JsonValue))
      seal('hashes')
    },
    ...told,
  }
}

const factsOf = (copy: EvidenceCopy) =>
  copy.paths
    .filter((path) => path.startsWith('env/target-'))
    .map((path) => ({ path, facts: JSON.parse(copy.text(path)) as TargetFacts }))

/** Kernel and images (the identity), each field of the envelope, and what the class depends on. */
function factSwaps(copy: EvidenceCopy): readonly Mutation[] {
  return factsOf(copy).flatMap(({ path, facts }): readonly Mutation[] => {
    const rows = new RegExp(`^results/[^/]+/${facts.name}/[^/]+/[^/]+\\.json does not follow`)
    const told = { check: 're-derive', says: rows } as const
    const changed = ['emulatorVersion', 'machine', 'firmware', 'cpuModel', 'disk', 'network', 'hostCpuModel'] as const
    return [
      ...Object.keys(facts.identity).map((field) => {
        const identity: JsonObject = { ...facts.identity, [field]: other }
        return swapped(path, `identity ${field} exchanged`, { ...facts, identity }, told)
      }),
      ...changed.map((field) => {
        const envelope = { ...facts.envelope, [field]: 'another' }
        return swapped(path, `envelope ${field} exchanged`, { ...facts, envelope }, told)
      }),
      ...Object.entries(labelFacts(facts)).map(([field, value]) =>
        swapped(path, `${field} exchanged`, { ...facts, [field]: value }, toldOf(field, facts) ?? told),
      ),
    ]
  })
}

/** What no row depends on, but contradicts another fact. */
function toldOf(field: string, { name, accelerator }: TargetFacts): Pick<Mutation, 'check' | 'says'> | undefined {
  if (field !== 'authority' || accelerator !== 'native') return undefined
  return { check: 'content', says: `env/target-${name}.json says that a process of the host has no isolation boundary` }
}

/** What the class of every row depends on, each another way round. */
function labelFacts({ accelerator, authority, declared, provenance }: TargetFacts): Partial<TargetFacts> {
  const isKnown = !Object.values(provenance).includes(null)
  return {
    accelerator: accelerator === 'kvm' || accelerator === 'native' ? 'tcg' : 'kvm',
    // Where the launcher reports, its records decide between the other two.
    authority: authority === 'no-isolation-boundary' ? 'unenforced' : 'no-isolation-boundary',
    declared: declared.length > 0 ? [] : ['machine'],
    provenance: isKnown ? { ...provenance, commit: null } : { source: 'a', commit: 'b', dirty: false, build: 'c' },
  }
}

/** Which CPUs share a core, the other way round for those that runs may use; and nothing known of any. */
function topologySwaps(copy: EvidenceCopy): readonly Mutation[] {
  const path = 'env/topology.json'
  if (!copy.paths.includes(path)) return []
  const topology = JSON.parse(copy.text(path)) as TopologyFact
  if (!topology.cpus.some(({ siblings }) => siblings !== null)) return []
  const used = new Set(factsOf(copy).flatMap(({ facts }) => facts.cpus))
  const shared = topology.cpus.some(
    ({ cpu, siblings }) => used.has(cpu) && siblings?.some((sibling) => sibling !== cpu && used.has(sibling)),
  )
  const cpus = topology.cpus.map((each) => ({ ...each, siblings: shared ? [each.cpu] : topology.online }))
  const told = { check: 're-derive', says: /^results\/.*\.json does not follow/ } as const
  return [
    swapped(path, shared ? 'a core for each CPU' : 'every CPU on one core', { ...topology, cpus }, told),
    swapped(path, 'no CPU known', { ...topology, cpus: [] }, told),
  ]
}

type BenchmarkConfig = Config['benchmarks'][number]

/** What `config.json` says of the definitions must be what the definitions of the caller say. */
const benchmarkSwaps: readonly (readonly [string, (of: BenchmarkConfig) => BenchmarkConfig])[] = [
  ['verifier', (of) => ({ ...of, verifier: { ...of.verifier, version: of.verifier.version + 1 } })],
  ['authority', (of) => ({ ...of, authority: { ...of.authority, name: 'another' } })],
  ['authority', (of) => ({ ...of, authority: { ...of.authority, terms: [] } })],
  ['corpus', (of) => ({ ...of, corpus: { ...of.corpus, sha256: other.replace('f', 'e') } })],
  ['comparison', (of) => ({ ...of, comparison: { ...of.comparison, partition: 'another/1' } })],
  ['nondeterminism', (of) => ({ ...of, nondeterminism: [...of.nondeterminism, { path: 'x', rule: 'any', why: 'y' }] })],
  ['requires', (of) => ({ ...of, requires: [...of.requires, 'net.loopback'] })],
  ['tier', (of) => ({ ...of, tier: (of.tier + 1) % 5 })],
  ['gates', (of) => ({ ...of, gates: of.gates.map((gate) => ({ ...gate, rule: { ...gate.rule, atLeast: 1.01 } })) })],
  ['proofs', (of) => ({ ...of, proofs: [] })],
]

function configSwaps(copy: EvidenceCopy): readonly Mutation[] {
  const path = 'config.json'
  const config = JSON.parse(copy.text(path)) as Config
  const refused = (field: string) => ({ check: 're-derive', says: new RegExp(`config\\.json.*${field}`) }) as const
  const skipped = (says: string) => ({ check: 're-derive', says }) as const
  const withBenchmark = (at: number, of: BenchmarkConfig) => ({ ...config, benchmarks: config.benchmarks.with(at, of) })
  const withEntry = (at: number, change: Partial<Config['entries'][number]>) => ({
    ...config,
    entries: config.entries.map((entry, index) => (index === at ? { ...entry, ...change } : entry)),
  })
  return [
    swapped(
      path,
      'made by another capbench',
      { ...config, tool: { ...config.tool, version: '999.0.0' } },
      skipped('999'),
    ),
    ...config.benchmarks.flatMap((of, at) => [
      ...benchmarkSwaps.flatMap(([field, change]) => {
        const changed = withBenchmark(at, change(of))
        if (JSON.stringify(changed) === JSON.stringify(config)) return []
        return [swapped(path, `${field} of ${of.name} exchanged`, changed, refused(field))]
      }),
      swapped(path, `version of ${of.name}`, withBenchmark(at, { ...of, version: '999.0.0' }), skipped(of.name)),
      swapped(
        path,
        `code of ${of.name}`,
        withBenchmark(at, { ...of, code: { ...of.code, sha256: other } }),
        skipped(of.name),
      ),
    ]),
    ...config.entries.flatMap(({ workload, benchmark, target, runs }, at): readonly Mutation[] => {
      const rows = new RegExp(
        `^results/[^/]+/${target}/.*\\.json does not follow|what follows by the plan is|is missing$`,
      )
      const told = { check: 're-derive', says: rows } as const
      const name = `${benchmark} on ${target}`
      // A proof runs once for each vCPU count, whatever stands there.
      const isProof = config.benchmarks.some((of) => of.name === benchmark && of.tier === 0)
      const more = isProof ? [] : [swapped(path, `one more run of ${name}`, withEntry(at, { runs: runs + 1 }), told)]
      if (workload === null) return more
      const { parser, program } = workload
      const version = { ...workload, parser: { ...parser, version: parser.version + 1 } }
      return [
        ...more,
        swapped(path, `parser version of ${name}`, withEntry(at, { workload: version }), refused('parser')),
        ...(program === null
          ? []
          : [
              swapped(
                path,
                `program of ${name}`,
                withEntry(at, { workload: { ...workload, program: { ...program, sha256: other } } }),
                told,
              ),
            ]),
      ]
    }),
  ]
}
