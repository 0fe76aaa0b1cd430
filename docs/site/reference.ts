// Writes docs/reference from the sources of the published entry points: `node docs/site/reference.ts`.
import { globSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application, type ProjectReflection } from 'typedoc'
import { undocumentedOf } from './documented.ts'
import { repositoryUrl } from './links.ts'

const docs = dirname(dirname(fileURLToPath(import.meta.url)))
const root = dirname(docs)
const out = join(docs, 'reference')

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly '@capbench/source': string }>>
}

/** Source file of each entry point that a package publishes, by what users import: `@capbench/core/testing`. */
const entryPoints: ReadonlyMap<string, string> = new Map(
  globSync('packages/*/package.json', { cwd: root })
    .sort()
    .flatMap((path) => {
      const { name, exports } = JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest
      return Object.entries(exports).flatMap(([entry, target]): readonly [string, string][] =>
        typeof target === 'string' ? [] : [[join(name, entry), join(root, dirname(path), target['@capbench/source'])]],
      )
    }),
)

/** The compiler that typedoc brings is not the one that checks this repository, so its complaints are not asked for. */
async function readSources(): Promise<{ readonly app: Application; readonly project: ProjectReflection }> {
  const repository = repositoryUrl()
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme'],
    entryPoints: [...entryPoints.values()],
    tsconfig: join(root, 'tsconfig.json'),
    basePath: root,
    displayBasePath: root, // what {path} below is relative to
    out,
    name: 'Reference',
    skipErrorChecking: true,
    excludeInternal: true,
    excludeExternals: true,
    readme: 'none',
    disableGit: true,
    ...(repository === undefined
      ? { disableSources: true }
      : { sourceLinkTemplate: `${repository}/blob/main/{path}#L{line}` }),
    logLevel: 'Warn',
    ...({
      docsRoot: docs,
      hidePageHeader: true,
      hideBreadcrumbs: false,
      useCodeBlocks: true,
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      typeDeclarationFormat: 'table',
      tableColumnSettings: { hideModifiers: true, hideSources: true },
      sidebar: { autoConfiguration: true, format: 'vitepress', pretty: false, collapsed: true },
    } as object),
  })
  const project = await app.convert()
  if (project === undefined) throw new Error('typedoc could not read the sources')
  const names = new Map([...entryPoints].map(([name, file]) => [relative(root, file), name]))
  for (const child of project.children ?? []) {
    const [source] = [...names].filter(([file]) => dirname(file).endsWith(child.name) || file === child.name)
    if (source !== undefined) child.name = source[1]
  }
  return { app, project }
}

if (import.meta.main) {
  const { app, project } = await readSources()
  const undocumented = undocumentedOf(project)
  if (undocumented.length > 0) throw new Error(`exports without a docstring: ${undocumented.join(', ')}`)
  rmSync(out, { recursive: true, force: true })
  await app.generateOutputs(project)
}
