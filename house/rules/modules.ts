import { importsOf, isRelative } from '../imports.ts'
import { isPackageSource, isTypeScript, places, type Rule, withoutComments } from '../tree.ts'

/** Relative imports name the file that is there, so that Node runs the sources without a build. */
export const extensions: Rule = (files) =>
  files.filter(isTypeScript).flatMap((file) =>
    importsOf(file)
      .filter((one) => isRelative(one) && !/\.(ts|mjs|json)$/.test(one.specifier))
      .map(({ specifier }) => `${file.path}: imports ${specifier}; end the path in .ts`),
  )

const listed = /^export\s+(type\s+)?(\{[^}]*\}|\*\s+as\s+\w+)\s+from\s+['"][^'"]+['"];?\s*/

/** An index.ts is a list of named exports and nothing else. */
export const exportLists: Rule = (files) =>
  files
    .filter((file) => isTypeScript(file) && file.path.endsWith('/index.ts'))
    .flatMap((file) => {
      let rest = withoutComments(file.text).trim()
      while (listed.test(rest)) rest = rest.replace(listed, '')
      const remedy = 'an index.ts only lists exports ("export { a } from \'./a.ts\'"); move this out'
      return rest === '' ? [] : [`${file.path}: ${remedy}: ${rest.split('\n')[0]}`]
    })

/** Named exports only: a default export has a different name in every file that imports it. */
export const namedExports: Rule = (files) =>
  files
    .filter(({ path }) => /^packages\/[^/]+\/(src|test)\//.test(path))
    .filter(isTypeScript)
    .flatMap((file) => places(file, /^export default\b/gm))
    .map((place) => `${place}: default export; export a name`)

/** One file starts every process of the host and ends it for certain; compilers run in the guest's build folder. */
export const oneLauncher: Rule = (files) => {
  const users = files.filter(
    (file) => isPackageSource(file) && importsOf(file).some((one) => one.specifier === 'execa'),
  )
  const places = users.map(({ path }) => path).join(', ')
  const tooMany = users.length > 1 ? [`${places}: execa belongs in one file; call that`] : []
  const direct = files
    .filter((file) => isPackageSource(file) && !file.path.startsWith('packages/guest/src/build/'))
    .filter((file) => importsOf(file).some((one) => !one.typeOnly && /^(node:)?child_process$/.test(one.specifier)))
    .map(({ path }) => `${path}: imports node:child_process; start processes through the launcher of @capbench/host`)
  return [...tooMany, ...direct]
}
