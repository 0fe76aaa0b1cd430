import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deflateRawSync } from 'node:zlib'
import { CapbenchError } from '@capbench/core'

/** What a page runs to draw a plot itself, and what says who made it. */
export interface Runtime {
  /** A classic script that defines `vega` and `vegaInterpreter`. */
  readonly script: string
  /** The same, deflated and as base64. The same version of zlib makes the same bytes. */
  readonly packed: string
  /** `Vega 6.4.0 and vega-interpreter 2.3.2` */
  readonly names: string
}

let known: Runtime | undefined

/**
 * Vega as its package brings it for pages, and the interpreter that evaluates its expressions without `eval`, so that
 * the policy of a page may forbid that. Read once, when the first page is made.
 *
 * @throws CAPBENCH_STORE where the packages are not as they were when this was written
 */
export function runtime(): Runtime {
  known ??= readRuntime()
  return known
}

function readRuntime(): Runtime {
  const vega = packageOf('vega', import.meta.resolve('vega'))
  const interpreter = packageOf('vega-interpreter', import.meta.resolve('vega-interpreter'))
  const script = [
    vega.licence,
    withoutMap(vega.file('vega.min.js')),
    interpreter.licence,
    classic(withoutMap(interpreter.file('vega-interpreter.js'))),
  ].join('\n')
  const packed = deflateRawSync(script, { level: 9 }).toString('base64')
  return { script, packed, names: `Vega ${vega.version} and vega-interpreter ${interpreter.version}` }
}

/** A package whose module lies in `build`, beside the file that its manifest names for pages. */
function packageOf(name: string, module: string) {
  const build = dirname(fileURLToPath(module))
  const read = (path: string) => readFileSync(join(build, path), 'utf8')
  const { version } = JSON.parse(read('../package.json')) as { readonly version: string }
  return { version, file: read, licence: `/*! ${name} ${version}\n${read('../LICENSE').replaceAll('*/', '* /')}*/` }
}

const withoutMap = (script: string) => script.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')

/** The one module without a build for pages: what it imports is in `vega`, and it exports one function. */
function classic(module: string): string {
  const [imports] = /^import (\{[^}]*\}) from 'vega-util';$/m.exec(module) ?? []
  const [exports] = /^export \{ expression as expressionInterpreter \};$/m.exec(module) ?? []
  if (imports === undefined || exports === undefined || module.match(/^(import|export) /gm)?.length !== 2) {
    const wanted = 'one import of vega-util and one export, expressionInterpreter, were wanted'
    const remedy = 'install the version of vega-interpreter that this package asks for'
    throw new CapbenchError('CAPBENCH_STORE', `vega-interpreter is another module than expected: ${wanted}; ${remedy}`)
  }
  const names = imports.slice('import '.length, -" from 'vega-util';".length)
  const body = module.replace(imports, `const ${names} = vega`).replace(exports, 'return expression')
  return `globalThis.vegaInterpreter = (() => {\n'use strict'\n${body}})()\n`
}
