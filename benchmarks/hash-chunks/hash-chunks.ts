import { hashChunks } from '@capbench/bench-hash-chunks'
import { type Arm, interleave } from '../measure/interleave.ts'
import { type Bound, type Group, type Line, lineOf, type Skipped } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { type OpenSslSkill, opensslObstacle, opensslRate } from './openssl.ts'
import { hashNatively, type Work } from './program.ts'
import { measureVerifier, withRate } from './verification.ts'

type Figures = (name: string) => readonly number[]

const skills: Readonly<Record<OpenSslSkill, string>> = {
  plain: 'OpenSSL, all SIMD masked',
  vector: 'OpenSSL, the SHA extension masked',
  whole: 'OpenSSL with the SHA extension',
}
/** Least share of the throughput of OpenSSL without SIMD, and least share of the ceiling of the machine. */
const leastShare = 0.65
const leastEfficiency = 0.95

/**
 * The program of hash-chunks against OpenSSL on one CPU, against the ceiling of this machine on two, and what its
 * verifier needs. Every comparison is of figures that were taken in turn.
 */
export async function measureHashChunks(scale: Scale): Promise<Group> {
  const work: Work = { ...hashChunks.defaults, passes: 2 * scale.verifications }
  const mib = (work.corpusBytes / 2 ** 20) * work.passes
  const single = await againstOpenSsl(scale.boots, work, mib)
  const scaling = await againstCeiling(scale.boots, work, mib)
  const verifier = await measureVerifier(scale)
  return {
    name: 'hash-chunks, natively',
    lines: [...single.lines, ...scaling.lines, ...verifier.lines],
    bounds: [...single.bounds, ...scaling.bounds, ...verifier.bounds],
    skipped: single.skipped,
  }
}

/** Element by element, as the samples were taken. */
const pairs = (one: readonly number[], other: readonly number[]) =>
  one.map((value, index) => value / (other[index] ?? Number.NaN))

async function againstOpenSsl(rounds: number, work: Work, mib: number) {
  const obstacles = await Promise.all(
    (Object.keys(skills) as OpenSslSkill[]).map(async (skill) => ({ skill, why: await opensslObstacle(skill) })),
  )
  const able = obstacles.filter(({ why }) => why === undefined).map(({ skill }) => skill)
  const skipped = obstacles.flatMap(({ skill, why }): Skipped[] => (why ? [{ name: skills[skill], why }] : []))
  const ours: Arm = async () => ({ ours: [(await hashNatively('processes', 1, work)).elapsedMs] })
  const blake3: Arm = async () => ({
    blake3: [(await hashNatively('processes', 1, { ...work, hash: 'blake3' })).elapsedMs],
  })
  const theirs = able.map(
    (skill): Arm =>
      async () => ({
        [skill]: [(mib * 1000) / (await opensslRate(skill, work.chunkBytes))],
      }),
  )
  const figures = await interleave(rounds, [ours, ...theirs, blake3])
  const time = (name: string, figure: string) => withRate(lineOf(`${name}: ${mib} MiB`, figures(figure)), mib)
  const share = (skill: OpenSslSkill) =>
    lineOf(`throughput over ${skills[skill]}, pair by pair`, pairs(figures(skill), figures('ours')), 'x')
  const lines: readonly Line[] = [
    time('one worker, SHA-256', 'ours'),
    time('one worker, BLAKE3', 'blake3'),
    ...able.map((skill) => time(skills[skill], skill)),
    ...able.map(share),
  ]
  return { lines, bounds: able.includes('plain') ? [dearness(figures)] : [], skipped }
}

/** Bounds are at most: at least 0.65 of the throughput is at most 1.538 times the time. */
const mostOf = (least: number): number => Math.floor(1000 / least) / 1000

function dearness(figures: Figures): Bound {
  const { min, median } = lineOf('', pairs(figures('ours'), figures('plain')), 'x')
  const name = `time over ${skills.plain}, which is to be at least ${leastShare} of its throughput`
  return { name, unit: 'x', atMost: mostOf(leastShare), min, median }
}

async function againstCeiling(rounds: number, work: Work, mib: number) {
  const one: Arm = async () => ({ one: [(await hashNatively('processes', 1, work)).elapsedMs] })
  const apart: Arm = async () => {
    const two = await Promise.all([hashNatively('processes', 1, work), hashNatively('processes', 1, work)])
    return { apart: [Math.max(...two.map(({ elapsedMs }) => elapsedMs))] }
  }
  const shared = (['processes', 'threads'] as const).map(
    (mode): Arm =>
      async () => ({
        [mode]: [(await hashNatively(mode, 2, work)).elapsedMs],
      }),
  )
  const figures = await interleave(rounds, [one, apart, ...shared])
  const ceiling = pairs(figures('one'), figures('apart'))
  const efficiencyOf = (mode: string) => pairs(figures('one'), figures(mode)).map((speedup) => speedup / 2)
  const time = (name: string, figure: string, times = 1) => withRate(lineOf(name, figures(figure)), mib * times)
  const bound = (mode: string): Bound => {
    const { min, median } = lineOf('', pairs(ceiling, efficiencyOf(mode)), 'x')
    const name = `ceiling over the efficiency of two ${mode}, which is to be at least ${leastEfficiency} of it`
    return { name, unit: 'x', atMost: mostOf(leastEfficiency), min, median }
  }
  const lines: readonly Line[] = [
    time('one worker beside the next three', 'one'),
    time('two programs of one worker at once, the slower', 'apart', 2),
    time('two processes', 'processes'),
    time('two threads', 'threads'),
    lineOf('ceiling: efficiency of two programs at once', ceiling, 'x'),
    lineOf('efficiency of two processes', efficiencyOf('processes'), 'x'),
    lineOf('efficiency of two threads', efficiencyOf('threads'), 'x'),
  ]
  return { lines, bounds: [bound('processes'), bound('threads')] }
}
