/**
 * Writes `src/authority/calls/numbers/<interface>.ts` from the kernel headers of this machine (linux-libc-dev).
 * Run with `node packages/core/scripts/generate-call-numbers.ts`.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CallInterface, callInterfaces, callsOfHeaders } from './call-headers.ts'

const columns = 114
/** Below it x32 has the numbers of x86_64. */
const firstOfX32 = 512

/** The names, broken into lines. */
function wrapped(names: readonly string[]): string {
  const lines: string[] = []
  for (const name of names) {
    const last = lines.at(-1)
    if (last !== undefined && `    ${last} ${name}`.length <= columns) lines[lines.length - 1] = `${last} ${name}`
    else lines.push(name)
  }
  return lines.join('\n    ')
}

function source(name: CallInterface): string {
  const runs: { readonly first: number; readonly names: string[] }[] = []
  for (const [number, call] of callsOfHeaders(name)) {
    if (name === 'x32' && number < firstOfX32) continue
    const run = runs.at(-1)
    if (run !== undefined && run.first + run.names.length === number) run.names.push(call)
    else runs.push({ first: number, names: [call] })
  }
  return [
    "import type { NumberRuns } from './runs.ts'",
    '',
    '/** Generated from the headers of the kernel by scripts/generate-call-numbers.ts: do not edit. */',
    `export const ${name}: NumberRuns = {`,
    ...runs.map(({ first, names }) => `  ${first}: \`${wrapped(names)}\`,`),
    '}',
    '',
  ].join('\n')
}

for (const name of callInterfaces)
  writeFileSync(join(import.meta.dirname, `../src/authority/calls/numbers/${name}.ts`), source(name))
