import { readFileSync } from 'node:fs'
import type { Benchmark } from '../../define/benchmark.ts'
import { architectures, knownSystems } from '../../define/system.ts'
import { sha256Hex } from '../../encode/canonical.ts'
import { messageOf } from '../../error.ts'
import { codeIdentity } from '../../execute/code-identity.ts'
import type { Setting } from '../../verify/verdict.ts'
import type { Check, Finding } from './check.ts'

const text = new TextDecoder()

/** What a definition says before anything runs. */
export const definitionChecks: readonly Check[] = [
  {
    name: 'the corpus has the digest that the definition states',
    find: ({ benchmark: { corpus }, corpus: bytes }) => {
      if (bytes === undefined && corpus.name === 'none') return { skip: 'the benchmark reads no corpus' }
      if (bytes === undefined) return { skip: `give "corpus": the bytes, or the text, of ${corpus.name}` }
      const found = sha256Hex(bytes)
      if (found === corpus.sha256) return { looked: 1, faults: [] }
      const what = bytes.length <= 80 ? JSON.stringify(text.decode(bytes)) : `${bytes.length} bytes`
      return { looked: 1, faults: [`${corpus.name} is stated as ${corpus.sha256}; ${what} has ${found}`] }
    },
  },
  {
    name: 'the code of the definition has a package, a version and a digest',
    find: ({ benchmark: { module } }) => {
      try {
        const { package: name, version } = codeIdentity(module)
        return { looked: 1, faults: name === 'none' ? [`${version}: the package has no name`] : [] }
      } catch (error) {
        return { looked: 1, faults: [messageOf(error)] }
      }
    },
  },
  {
    name: 'the systems are spelled as capbench knows them',
    find: ({ benchmark }) => {
      const asked = knownSystems.flatMap((system) => misspellings(system).map((wrong) => ({ system, wrong })))
      const found = asked.filter(({ wrong }) => benchmark.workloadFor(wrong) !== undefined)
      return {
        looked: asked.length,
        faults: found.map(({ system, wrong }) => `there is a workload for "${wrong}"; did you mean ${system}?`),
      }
    },
  },
  { name: 'the programs are what their manifests say', find: programs },
]

/** Words one slip away that are no known system themselves. */
function misspellings(word: string): readonly string[] {
  const at = [...word].map((_, index) => index)
  const slips = [
    ...at.map((index) => word.slice(0, index) + word.slice(index + 1)),
    ...at.slice(1).map((i) => word.slice(0, i - 1) + word.charAt(i) + word.charAt(i - 1) + word.slice(i + 1)),
    ...at.map((index) => word.slice(0, index) + word.charAt(index) + word.slice(index)),
    word.toUpperCase(),
    word.charAt(0).toUpperCase() + word.slice(1),
  ]
  return [...new Set(slips)].filter((slip) => slip !== '' && !(knownSystems as readonly string[]).includes(slip))
}

function programs({ benchmark, recordings, sound }: Parameters<Check['find']>[0]): Finding {
  const systems = [...new Set([...knownSystems, ...recordings.map(({ setting }) => setting.system)])]
  const settings = new Map(sound.map(({ recording }) => [recording.setting.system, recording.setting]))
  const looked = systems.flatMap((system) => programsOf(benchmark, system, settings.get(system)))
  if (looked.length === 0) return { skip: 'no workload is a program of the plugin' }
  return { looked: looked.length, faults: looked.flat() }
}

/** One list of faults for each program that there is for a system. */
function programsOf(
  benchmark: Benchmark,
  system: string,
  setting: Setting | undefined,
): readonly (readonly string[])[] {
  const workload = benchmark.workloadFor(system)
  if (workload?.form !== 'program') return []
  const present: (readonly string[])[] = []
  const missing: string[] = []
  for (const arch of architectures) {
    try {
      const { path, manifest } = workload.program(arch)
      const bytes = readFileSync(path)
      const own = sha256Hex(bytes)
      const same = own === manifest.sha256 && bytes.length === manifest.bytes
      present.push(same ? [] : [`${system}, ${arch}: the manifest is of ${manifest.sha256}, and the program is ${own}`])
    } catch (error) {
      missing.push(`${system}, ${arch}: ${messageOf(error)}`)
    }
  }
  return present.length > 0 ? [...present, argumentFaults(workload.args, setting)] : [missing]
}

function argumentFaults(args: (setting: Setting) => readonly string[], setting: Setting | undefined) {
  if (setting === undefined) return []
  const [first, second] = [args(setting), args(setting)]
  const same = JSON.stringify(first) === JSON.stringify(second)
  return same ? [] : [`the arguments are ${first.join(' ')} at first and ${second.join(' ')} later`]
}
