import process from 'node:process'
import type { Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** What a module of Node exports, but for what a getter makes when it is read. */
function namesOf(specifier: string): readonly string[] {
  const descriptors = Object.getOwnPropertyDescriptors(process.getBuiltinModule(specifier) ?? {})
  return Object.entries(descriptors).flatMap(([name, { get }]) =>
    get === undefined && name !== 'default' ? [name] : [],
  )
}

/**
 * Takes modules of Node as they are, for packages that import single names of them. An `import` makes a module of all
 * that they export and reads it: `fs.promises`, `crypto.webcrypto` and the streams of `process` are loaded by that,
 * 2 ms of every start.
 */
export const lightBuiltins: Plugin = {
  name: 'light-builtins',
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin', sideEffects: false }))
    build.onLoad({ filter: /^node:/, namespace: 'builtin' }, ({ path }) => ({
      contents: [
        `const all = /* @__PURE__ */ process.getBuiltinModule('${path}')`,
        'const one = (name) => all[name]',
        ...namesOf(path).map((name) => `export const ${name} = /* @__PURE__ */ one('${name}')`),
      ].join('\n'),
    }))
  },
}
