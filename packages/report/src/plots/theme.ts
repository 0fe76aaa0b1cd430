/** What Vega-Lite reads. Its own type is a union of thousands of arms and brings it all into every check of types. */
export type Spec = Readonly<Record<string, unknown>>

/**
 * Colours as CSS variables, so that one SVG serves light and dark pages; where a variable is not set, the fallback is
 * for white paper. Each series has at least 3:1 against its page (WCAG 2.2, 1.4.11).
 */
export const ink = 'var(--ink, #1b1f24)'
export const muted = 'var(--muted, #57606a)'
export const page = 'var(--page, #ffffff)'
const grid = 'var(--grid, #d8dee4)'

/** Light and dark of each series. */
export const seriesColours = [
  ['#0b62a4', '#6cb6ff'],
  ['#b5450b', '#ff9d5c'],
  ['#0a7d4f', '#57d9a3'],
  ['#7b3fa0', '#d2a8ff'],
  ['#8a5d00', '#f2cc60'],
  ['#b8155a', '#ff8fb3'],
  ['#00707c', '#5fd7e0'],
  ['#505860', '#c0c7ce'],
] as const

const series = seriesColours.map(([light], index) => `var(--series-${index + 1}, ${light})`)

/** The colour of each name, the same in every layer; names beyond the eighth begin again. */
export const colourScale = (domain: readonly string[]) => ({
  domain,
  range: domain.map((_, index) => series[index % series.length] ?? ink),
})

/** Shapes by their index, and each as a path in a square of 12 about the origin, for what a page draws itself. */
export const shapes = [
  ['circle', 'M4,0A4,4,0,1,1,-4,0A4,4,0,1,1,4,0Z'],
  ['triangle-up', 'M-4.5,4L0,-4.5L4.5,4Z'],
  ['diamond', 'M-4,0L0,-5.5L4,0L0,5.5Z'],
  ['cross', 'M-5,-1.8H-1.8V-5H1.8V-1.8H5V1.8H1.8V5H-1.8V1.8H-5Z'],
  ['square', 'M-4,-4H4V4H-4Z'],
  ['triangle-down', 'M-4.5,-4L0,4.5L4.5,-4Z'],
] as const

export const shapeRange = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => shapes[index % shapes.length]?.[0] ?? 'circle')

/** Marks of one kind and their data; without any there is no layer, which would be a group of marks without a name. */
export function layerOf(values: readonly object[], mark: Spec, encoding: Spec): readonly Spec[] {
  return values.length === 0 ? [] : [{ data: { values }, mark, encoding }]
}

/** A single view of a fixed width, legends under it; no clip and no gradient, since these need ids. */
export function singleView(width: number, layer: readonly Spec[]): Spec {
  return fixedWidth(width, { width, height: 340, autosize: { type: 'fit', contains: 'padding' }, layer })
}

/** A specification with the looks of all plots. @param width by which legends are laid out */
export function fixedWidth(width: number, spec: Spec): Spec {
  const isNarrow = width < 500
  const text = { labelColor: ink, titleColor: ink, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal' }
  return {
    ...spec,
    background: page,
    padding: 4,
    config: {
      view: { stroke: null },
      axis: { ...text, aria: false, gridColor: grid, domainColor: muted, tickColor: muted },
      legend: {
        ...text,
        aria: false,
        orient: 'bottom',
        columns: isNarrow ? 2 : 4,
        symbolStrokeWidth: 1.8,
        layout: { bottom: { anchor: 'start', direction: isNarrow ? 'vertical' : 'horizontal', margin: 12 } },
      },
    },
  }
}
