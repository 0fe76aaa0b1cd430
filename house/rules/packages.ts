import { destination, type Import, importsOf, isRelative } from '../imports.ts'
import { isPackageSource, isTypeScript, packageOf, type Rule, type SourceFile } from '../tree.ts'

const driverless = ['core', 'verifiers', 'guest']

/** What the sources of a package may import from its siblings. Core imports nothing of ours, plugins no driver. */
const mayImport: { readonly [name: string]: readonly string[] } = {
  core: [],
  verifiers: ['core'],
  guest: ['core'],
  host: ['core', 'guest'],
  qemu: ['core', 'guest', 'host'],
  'bench-hash-chunks': driverless,
  'bench-smp-primes': driverless,
  'bench-osbench': driverless,
  report: ['core'],
  'create-plugin': ['core'],
  cli: [
    'core',
    'verifiers',
    'guest',
    'host',
    'qemu',
    'bench-hash-chunks',
    'bench-osbench',
    'bench-smp-primes',
    'report',
  ],
}

const scope = '@capbench/'
/** The sibling that a specifier names: `core` for `@capbench/core/testing`. */
const sibling = (specifier: string) =>
  specifier.startsWith(scope) ? specifier.slice(scope.length).split('/')[0] : undefined

function forbidden(from: string, to: string | undefined): boolean {
  return to !== undefined && to !== from && !mayImport[from]?.includes(to)
}

/** Sources and runtime dependencies point only the way that the table allows. */
export const directions: Rule = (files) => {
  const remedy = 'turn the dependency round, or move the shared part into a package that both may import'
  const inSources = files.filter(isPackageSource).flatMap((file) => {
    const from = packageOf(file.path) ?? ''
    return importsOf(file)
      .filter(({ specifier }) => forbidden(from, sibling(specifier)))
      .map(({ specifier }) => `${file.path}: ${from} may not import ${specifier}; ${remedy}`)
  })
  const inManifests = manifests(files).flatMap(({ file, name, manifest }) =>
    Object.keys(manifest.dependencies ?? {})
      .filter((dependency) => forbidden(name, sibling(dependency)))
      .map((dependency) => `${file.path}: ${name} may not depend on ${dependency}; ${remedy}`),
  )
  return [...inSources, ...inManifests]
}

/** The table and `packages/` name the same packages. */
export const knownPackages: Rule = (files) => {
  const present = new Set(manifests(files).map(({ name }) => name))
  const missing = Object.keys(mayImport).filter((name) => !present.has(name))
  const unknown = [...present].filter((name) => !(name in mayImport))
  return [
    ...missing.map((name) => `packages/${name} does not exist; create it or take it out of house/rules/packages.ts`),
    ...unknown.map((name) => `packages/${name} has no row in house/rules/packages.ts; say what it may import`),
  ]
}

/** What only tests import, and nobody publishes. */
const forTests: readonly string[] = [`${scope}house-programs`]

/** Siblings are imported by their published entry points, never by path. */
export const entryPointsOnly: Rule = (files) => {
  const published = new Set([
    ...forTests,
    ...manifests(files).flatMap(({ name, manifest }) =>
      Object.keys(manifest.exports ?? {}).map((key) => `${scope}${name}${key.slice(1)}`),
    ),
  ])
  // The build of a package is the workspace's own matter; nothing of it is published.
  const code = files.filter((file) => isTypeScript(file) && !file.path.endsWith('/tsup.config.ts'))
  return code.flatMap((file) =>
    importsOf(file)
      .filter((one) => (isRelative(one) ? leavesPackage(one) : isUnpublished(one.specifier, published)))
      .map(
        ({ specifier }) => `${file.path}: imports ${specifier}; import a published entry point such as @capbench/core`,
      ),
  )
}

const leavesPackage = (one: Import) => {
  const home = packageOf(one.file.path)
  const there = packageOf(destination(one))
  return home === undefined ? there !== undefined : !destination(one).startsWith(`packages/${home}/`)
}

const isUnpublished = (specifier: string, published: ReadonlySet<string>) =>
  specifier.startsWith(scope) && !published.has(specifier)

interface Manifest {
  readonly dependencies?: { readonly [name: string]: string }
  readonly exports?: { readonly [entry: string]: unknown }
}

/** The manifests of the published packages. */
function manifests(files: readonly SourceFile[]) {
  return files
    .filter(({ path }) => /^packages\/[^/]+\/package\.json$/.test(path))
    .map((file) => ({ file, name: packageOf(file.path) ?? '', manifest: JSON.parse(file.text) as Manifest }))
}
