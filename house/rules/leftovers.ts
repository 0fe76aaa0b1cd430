import { isPackageSource, isTypeScript, places, type Rule } from '../tree.ts'

const isText = (path: string) => /\.(ts|mjs|c|h|S|sh|md|yaml)$/.test(path)

/** Notes to oneself belong in the issue tracker. */
export const notes: Rule = (files) =>
  files
    .filter(({ path }) => isText(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) => (/\b(TO[D]O|FIX[M]E|XX[X])\b/.test(line) ? [`${path}:${index + 1}`] : [])),
    )
    .map((place) => `${place}: a note to oneself; do it now or open an issue`)

/** Library code returns results: it never prints and never ends the process. */
export const silence: Rule = (files) => {
  const commands = ['packages/cli/', 'packages/create-plugin/src/bin.ts']
  const library = files.filter((file) => isPackageSource(file) && !commands.some((path) => file.path.startsWith(path)))
  return [
    ...library
      .flatMap((file) => places(file, /\bconsole\.\w+\(|\bprocess\.std(out|err)\.write\(/g))
      .map((place) => `${place}: library code never prints; return it, or emit an event`),
    ...library
      .flatMap((file) => places(file, /\bprocess\.exit\(|\bprocess\.exitCode\b/g))
      .map((place) => `${place}: library code never ends the process; return a result or throw a CapbenchError`),
    ...files
      .filter(isTypeScript)
      .flatMap((file) => places(file, /^\s*debugger\b/gm))
      .map((place) => `${place}: a breakpoint; delete it`),
  ]
}

/** A test runs, or says while it runs why it cannot. */
export const wholeTests: Rule = (files) =>
  files
    .filter((file) => isTypeScript(file) && file.path.endsWith('.test.ts'))
    .flatMap((file) => [
      ...places(file, /\b(it|test|describe|suite)(\.\w+)*\.only\b/g).map((p) => `${p}: runs alone; take .only away`),
      ...places(file, /\b(it|test|describe|suite)(\.\w+)*\.(skip|skipIf|runIf|todo)\b/g).map(
        (p) => `${p}: skips without a reason; call ctx.skip('why') inside the test`,
      ),
      ...places(file, /\bskip\((true)?\)/g).map((p) => `${p}: skips without a reason; call ctx.skip('why')`),
    ])

/** The checkers are not silenced; a negative type test says what must not compile. */
export const checkers: Rule = (files) =>
  files
    .filter((file) => isTypeScript(file) && !file.path.startsWith('house/'))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        const place = `${path}:${index + 1}`
        if (/@ts-(ignore|nocheck)/.test(line)) return [`${place}: silences the type checker; mend the type`]
        if (/@ts-expect-error\s*$/.test(line)) return [`${place}: say what must not compile: "@ts-expect-error - why"`]
        return []
      }),
    )
