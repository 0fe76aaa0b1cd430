import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashChunks } from '@capbench/bench-hash-chunks'
import { runChild } from '../measure/child.ts'
import { interleave } from '../measure/interleave.ts'
import { type Bound, type Line, lineOf, ratio } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { hashNatively } from './program.ts'

const script = fileURLToPath(new URL('./verify.mjs', import.meta.url))

interface Usage {
  readonly wallMs: number
  readonly cpuMs: number
  readonly peakMiB: number
}

/** The verifier over real runs of one pass, one of an eighth of the corpus of the other. */
export async function measureVerifier({ evidenceMiB, verifications }: Scale): Promise<{
  readonly lines: readonly Line[]
  readonly bounds: readonly Bound[]
}> {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-hash-chunks-'))
  try {
    const arms = []
    const sizes = [evidenceMiB / 2, evidenceMiB * 4]
    for (const mib of sizes) {
      const parameters = { ...hashChunks.defaults, corpusBytes: mib * 2 ** 20, passes: 1 }
      const { output } = await hashNatively('processes', 1, parameters)
      const file = join(directory, `${mib}.log`)
      writeFileSync(file, output)
      const cpus = Number(/"cpus":(\d+)/.exec(output)?.[1])
      const setting = JSON.stringify({ parameters, case: hashChunks.cases[0], system: 'linux', cpus })
      arms.push(async () => {
        const child = await runChild(process.execPath, [script, file, setting])
        const { wallMs, cpuMs, peakMiB } = JSON.parse(child.output) as Usage
        return { [`${mib} wall`]: [wallMs], [`${mib} cpu`]: [cpuMs], [`${mib} peak`]: [peakMiB] }
      })
    }
    const samples = await interleave(verifications, arms)
    const peaks = sizes.map((mib) => lineOf(`verifier over ${mib} MiB: peak of memory`, samples(`${mib} peak`), 'MiB'))
    const times = sizes.flatMap((mib) => [
      withRate(lineOf(`verifier over ${mib} MiB`, samples(`${mib} wall`)), mib),
      withRate(lineOf(`verifier over ${mib} MiB: CPU`, samples(`${mib} cpu`)), mib),
    ])
    const [small, large] = peaks
    if (small === undefined || large === undefined) throw new Error('two sizes are compared')
    return { lines: [...times, ...peaks], bounds: [ratio('memory for 8 times the corpus', large, small, 1.5)] }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** What the median means in MiB a second. */
export function withRate(line: Line, mib: number): Line {
  return { ...line, rate: `${Math.round((mib * 1000) / line.median)} MiB/s` }
}
