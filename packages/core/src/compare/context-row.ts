import { CapbenchError } from '../error.ts'
import { refuseUnknownOptions } from '../options.ts'

/** Which rows a published figure stands beside; what is left out holds for all. */
export interface Beside {
  readonly benchmark?: string
  readonly metric?: string
  readonly case?: string
}

/** What somebody else published. */
export interface PublishedFigure {
  /** Who says so, e.g. `seL4 performance page`. */
  readonly source: string
  /** Where, over http or https. */
  readonly url: string
  /** The words that hold the figure, as they stand there. */
  readonly quote: string
  readonly value: number
  /** As the source has it: nothing is converted. */
  readonly unit: string
  /** The machine that it was measured on, as far as the source says. */
  readonly hardware: string
  /** Default: beside every row. */
  readonly beside?: Beside
}

/**
 * A figure that was read and not measured. It has a column of its own; no ratio and no gate takes it, since neither its
 * work nor its envelope is known.
 */
export interface ContextRow extends PublishedFigure {
  readonly kind: 'published'
  readonly beside: Beside
}

const texts = ['source', 'url', 'quote', 'unit', 'hardware'] as const

/** @throws CAPBENCH_USAGE for an empty field, a value that is not finite, another address, an unknown field */
export function contextRow(figure: PublishedFigure): ContextRow {
  const { beside = {}, ...rest } = figure
  refuseUnknownOptions('contextRow', figure, [...texts, 'value', 'beside'])
  refuseUnknownOptions('beside', beside, ['benchmark', 'metric', 'case'])
  const refuse = (wanted: string, came: unknown): never => {
    throw new CapbenchError('CAPBENCH_USAGE', `contextRow wants ${wanted}, got ${JSON.stringify(came) ?? String(came)}`)
  }
  for (const name of texts) {
    const text: unknown = rest[name]
    if (typeof text !== 'string' || text.trim() === '') refuse(`a ${name} that is not empty`, text)
  }
  if (!Number.isFinite(rest.value)) refuse('a finite value', rest.value)
  if (!/^https?:\/\/\S+$/.test(rest.url)) refuse('a url that begins with http:// or https://', rest.url)
  return { ...rest, kind: 'published', beside }
}
