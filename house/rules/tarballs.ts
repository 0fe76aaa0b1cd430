import type { SourceFile } from '../tree.ts'

/** Comments and string literals blanked out: what is left are the names in the types. */
const typesOnly = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'|"[^"\n]*"/gm, (match) => match.replace(/[^\n]/g, ' '))

/** An `any` in a published type switches the checker off in its user's program. */
export function anyInDeclarations(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path }) => path.endsWith('.d.ts'))
    .flatMap(({ path, text }) =>
      typesOnly(text)
        .split('\n')
        .flatMap((line, index) => (/(?<![.\w])any\b(?!\s*[?:(])/.test(line) ? [`${path}:${index + 1}`] : [])),
    )
    .map((place) => `${place}: publishes the type any; give the export a type`)
}

/** A program for Linux beside the manifest that says what it was built with. */
const holdsProgram = (files: readonly SourceFile[]): boolean =>
  files.some(({ path }) => {
    const [, program] = /^(dist\/programs\/\w+-linux\/.+)\.json$/.exec(path) ?? []
    return files.some((file) => file.path === program)
  })

/** What one package's tarball must and must not hold; `home` is the directory of the repository. */
export function tarballContents(name: string, files: readonly SourceFile[], home: string): readonly string[] {
  const manifest = files.find(({ path }) => path === 'package.json')?.text ?? ''
  const problems = {
    'has no LICENSE': !files.some(({ path }) => path === 'LICENSE'),
    'has no README, so that nobody can see on npm what it is': !files.some(({ path }) => path === 'README.md'),
    'has no entry point': !files.some(({ path }) => path === 'dist/index.js'),
    'has no declarations': !files.some(({ path }) => path === 'dist/index.d.ts'),
    'names workspace ranges, which only pnpm can read': /"(workspace|catalog):/.test(manifest),
    'publishes the source condition': manifest.includes('@capbench/source'),
    'is a plugin without its program, so that its users need a compiler':
      manifest.includes('"capbench-plugin"') && !holdsProgram(files),
  }
  const strays = files.filter(({ path }) => /^(src|test|node_modules)\//.test(path)).map(({ path }) => path)
  const leaks = files.filter(({ text }) => text.includes(home)).map(({ path }) => path)
  return [
    ...Object.entries(problems).flatMap(([problem, present]) => (present ? [`${name}: ${problem}`] : [])),
    ...strays.map((path) => `${name}: ships ${path}; "files" lists what users need`),
    ...leaks.map((path) => `${name}: ${path} holds the path of this repository; make the build reproducible`),
  ]
}
