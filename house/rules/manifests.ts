import type { Rule, SourceFile } from '../tree.ts'

interface Manifest {
  readonly name?: string
  readonly private?: boolean
  readonly license?: string
  readonly description?: string
  readonly type?: string
  readonly packageManager?: string
  readonly engines?: { readonly node?: string }
  readonly homepage?: string
  readonly bugs?: string
  readonly repository?: { readonly type?: string; readonly url?: string; readonly directory?: string }
  readonly keywords?: readonly string[]
  readonly capbench?: { readonly benchmarks?: readonly string[] }
  readonly exports?: { readonly [entry: string]: unknown }
  readonly publishConfig?: { readonly exports?: { readonly [entry: string]: unknown } }
  readonly dependencies?: { readonly [name: string]: string }
  readonly devDependencies?: { readonly [name: string]: string }
  readonly peerDependencies?: { readonly [name: string]: string }
}

const manifests = (files: readonly SourceFile[]) =>
  files
    .filter(({ path }) => /^(((packages|examples|house)\/)?[^/]+\/)?package\.json$/.test(path))
    .map(({ path, text }) => ({ path, manifest: JSON.parse(text) as Manifest }))

/** One version of everything: third parties come from the catalog, siblings from the workspace. */
export const catalog: Rule = (files) =>
  manifests(files).flatMap(({ path, manifest }) =>
    Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies })
      .filter(([name, range]) =>
        name.startsWith('@capbench/') ? range !== 'workspace:^' : !/^catalog:\w*$/.test(range),
      )
      .map(([name, range]) => {
        const wanted = name.startsWith('@capbench/') ? 'workspace:^' : 'catalog: (version in pnpm-workspace.yaml)'
        return `${path}: ${name} is "${range}"; write "${wanted}"`
      }),
  )

const pick = ({ repository, homepage, bugs }: Manifest) => ({ repository, homepage, bugs })

/** Where a package lives in the repository that the root names: npm holds provenance against it. */
function placeOf(path: string, whole: Manifest | undefined) {
  const { type, url = '' } = whole?.repository ?? {}
  const directory = path.replace(/\/package\.json$/, '')
  const page = url.replace(/^git\+|\.git$/g, '')
  return { repository: { type, url, directory }, homepage: `${page}/tree/main/${directory}`, bugs: whole?.bugs }
}

/** What npm shows of a package and what its users get is filled in and the same everywhere. */
export const published: Rule = (files) => {
  const whole = manifests(files).find(({ path }) => path === 'package.json')?.manifest
  const rootEngines = whole?.engines?.node
  return manifests(files)
    .filter(({ manifest }) => manifest.private !== true)
    .flatMap(({ path, manifest }) => {
      const place = placeOf(path, whole)
      const entries = Object.keys(manifest.exports ?? {}).join(' ')
      const shipped = manifest.publishConfig?.exports ?? {}
      const problems = {
        'needs a description': manifest.description === undefined,
        'needs "license": "MIT"': manifest.license !== 'MIT',
        'needs "type": "module"': manifest.type !== 'module',
        'needs the "engines" of the root': manifest.engines?.node !== rootEngines,
        'needs the same entries in "exports" and "publishConfig"': entries !== Object.keys(shipped).join(' '),
        'must not publish the source condition': JSON.stringify(shipped).includes('@capbench/source'),
        [`needs "repository", "homepage" and "bugs" of the root, as ${JSON.stringify(place)}`]:
          JSON.stringify(place) !== JSON.stringify(pick(manifest)),
        'needs "capbench": { "benchmarks": [names of exports] } beside the keyword capbench-plugin':
          manifest.keywords?.includes('capbench-plugin') === true && !manifest.capbench?.benchmarks?.length,
      }
      return Object.entries(problems).flatMap(([problem, present]) => (present ? [`${path}: ${problem}`] : []))
    })
}

/** pnpm's version is written twice, since npx needs it before package.json can be asked. */
export const pins: Rule = (files) => {
  const wanted = manifests(files).find(({ path }) => path === 'package.json')?.manifest.packageManager
  const toolchain = files.find(({ path }) => path === 'scripts/setup/toolchain.mjs')?.text ?? ''
  const pinned = `pnpm@${/pnpm: '([^']+)'/.exec(toolchain)?.[1]}`
  return pinned === wanted ? [] : [`scripts/setup/toolchain.mjs pins ${pinned}, package.json ${wanted}; write the same`]
}
