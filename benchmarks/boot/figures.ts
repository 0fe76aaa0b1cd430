import type { Skipped } from '../measure/line.ts'

/** Ways to get a guest to its first record, and what each is called. */
export const ways = { cold: 'cold boot', restored: 'restore', plain: 'shell loop' } as const
export type Way = keyof typeof ways

/** Figures of every way. */
export const figures = {
  records: 'to the first record',
  total: 'to the end of QEMU',
  cpu: 'CPU of QEMU',
} as const
export type Figure = keyof typeof figures

/** Parts of a run by the driver, as the evidence keeps them in the fact `boot-costs`. */
export const parts = {
  launchMs: 'QEMU is started, connected and placed',
  firmwareMs: 'firmware',
  kernelMs: 'kernel',
  initMs: 'init and launcher',
  workloadMs: 'the program',
  exitMs: 'to the end of QEMU',
} as const
export type Part = keyof typeof parts
export type DriverWay = Exclude<Way, 'plain'>
export const partsOf: Readonly<Record<DriverWay, readonly Part[]>> = {
  cold: ['launchMs', 'firmwareMs', 'kernelMs', 'initMs', 'workloadMs', 'exitMs'],
  restored: ['launchMs', 'initMs', 'workloadMs', 'exitMs'],
}

export const nameOf = (way: Way, figure: Figure): string => `${ways[way]}: ${figures[figure]}`
export const figuresOf = Object.keys(figures) as readonly Figure[]

/** Demands: a way, the way that it is compared with, and how much of it it may need. */
export const demands = [
  { ours: 'cold', theirs: 'plain', atMost: 0.7 },
  { ours: 'restored', theirs: 'cold', atMost: 0.25 },
] as const satisfies readonly { readonly ours: Way; readonly theirs: Way; readonly atMost: number }[]
export const demanded = ['records', 'cpu'] as const satisfies readonly Figure[]

export const partName = (way: DriverWay, part: Part): string => `${ways[way]}, of it ${parts[part]}`
export const boundName = (ours: Way, theirs: Way, figure: Figure): string =>
  `${ways[ours]} over ${ways[theirs]}, ${figures[figure]}`

/** Every line and bound in which one of these ways has a part. */
export function skip(missing: readonly Way[], why: string): readonly Skipped[] {
  const names = [
    ...missing.flatMap((way) => figuresOf.map((figure) => nameOf(way, figure))),
    ...missing.flatMap((way) => (way === 'plain' ? [] : partsOf[way].map((part) => partName(way, part)))),
    ...demands
      .filter(({ ours, theirs }) => missing.includes(ours) || missing.includes(theirs))
      .flatMap(({ ours, theirs }) => demanded.map((figure) => boundName(ours, theirs, figure))),
  ]
  return names.map((name) => ({ name, why }))
}
