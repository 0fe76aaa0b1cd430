import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runChild } from '../measure/child.ts'
import { interleave } from '../measure/interleave.ts'
import { type Group, lineOf, ratio } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'

/** Scripts of this folder and their further argument. */
const scripts = {
  empty: [new URL('./empty.mjs', import.meta.url)],
  core: [new URL('./core.mjs', import.meta.url)],
  define: [new URL('./plan.mjs', import.meta.url), 'define'],
  plan: [new URL('./plan.mjs', import.meta.url)],
} as const
const atMost = 2.5

/** Whole Node processes, from spawn to exit, that use the built `@capbench/core`. */
export async function measureImport({ imports }: Scale): Promise<Group> {
  const memory = '/dev/shm' // the plan needs a stage, and its fsync is measured elsewhere
  const store = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'capbench-import-'))
  try {
    const arms = Object.entries(scripts).map(([name, [script, ...how]]) => async () => {
      const { wallMs, cpuMs } = await runChild(process.execPath, [fileURLToPath(script), store, ...how])
      return { [name]: [wallMs], [`${name} cpu`]: [cpuMs] }
    })
    const samples = await interleave(imports, arms)
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const line = (name: string, script: keyof typeof scripts) => ({
      ...lineOf(name, samples(script)),
      rate: `${mean(samples(`${script} cpu`)).toFixed(0)} ms CPU on average`,
    })
    const empty = line('an empty module', 'empty')
    const plan = line('import, define and plan', 'plan')
    return {
      name: 'whole Node process',
      lines: [empty, line("import('@capbench/core')", 'core'), line('import and define a benchmark', 'define'), plan],
      bounds: [ratio('import, define and plan over empty', plan, empty, atMost)],
      skipped: [],
    }
  } finally {
    rmSync(store, { recursive: true })
  }
}
