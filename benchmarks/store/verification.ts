import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { syntheticCampaign } from '../in-process/campaign.ts'
import { runChild } from '../measure/child.ts'
import { interleave } from '../measure/interleave.ts'
import { type Bound, type Line, lineOf, ratio } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'

const script = fileURLToPath(new URL('./verify.mjs', import.meta.url))
const mebibyte = 1 << 20
/** Of one run: a talkative boot, many times over. */
const consoleMiB = 4

interface Usage {
  readonly wallMs: number
  readonly cpuMs: number
  readonly peakMiB: number
}

/** What a console prints: lines of 100 bytes, no two alike. */
function consoleOf(mib: number): Uint8Array {
  const line = (n: number) => `[${(n / 1000).toFixed(6).padStart(12)}] ${String(n).padStart(10, '0')}`.padEnd(99, '.')
  return new TextEncoder().encode(Array.from({ length: (mib * mebibyte) / 100 }, (_, n) => `${line(n)}\n`).join(''))
}

/** One campaign eight times as large as the other, each verified in processes of its own. */
export async function measureVerification(scale: Scale): Promise<{ lines: readonly Line[]; bounds: readonly Bound[] }> {
  const store = mkdtempSync(join(tmpdir(), 'capbench-verification-'))
  try {
    const sizes = { small: scale.evidenceMiB / 8, large: scale.evidenceMiB }
    const arms = []
    const runsOf = new Map<string, number>()
    for (const [name, mib] of Object.entries(sizes)) {
      const each = Math.min(consoleMiB, mib / 2)
      const runs = Math.max(1, Math.round(mib / each / 2))
      runsOf.set(name, 2 * runs)
      const { directory } = await syntheticCampaign(store, runs, consoleOf(each))
      arms.push(async () => {
        const { output } = await runChild(process.execPath, [script, directory])
        const { wallMs, cpuMs, peakMiB } = JSON.parse(output) as Usage
        return { [`${name} wall`]: [wallMs], [`${name} cpu`]: [cpuMs], [`${name} peak`]: [peakMiB] }
      })
    }
    const samples = await interleave(scale.verifications, arms)
    const lines = Object.entries(sizes).flatMap(([name, mib]) => {
      const wall = lineOf(
        `verifyEvidence of ${mib} MiB of transcripts, ${runsOf.get(name)} runs`,
        samples(`${name} wall`),
      )
      const perSecond = (count: number) => ((count * 1000) / wall.min).toFixed(0)
      const rate = `${perSecond(mib)} MiB/s, ${perSecond(runsOf.get(name) ?? 0)} runs/s`
      return [
        { ...wall, rate },
        lineOf('its CPU time', samples(`${name} cpu`)),
        lineOf('its peak of resident memory', samples(`${name} peak`), 'MiB'),
      ]
    })
    const [small, large] = [lines[2], lines[5]]
    if (small === undefined || large === undefined) throw new Error('two campaigns were to be verified')
    return { lines, bounds: [ratio('memory for 8 times the transcripts', large, small, 1.5)] }
  } finally {
    rmSync(store, { recursive: true })
  }
}
