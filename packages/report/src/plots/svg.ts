import type { Spec } from './theme.ts'

/**
 * A Vega-Lite specification as SVG, without a browser; the same specification is the same bytes. Vega is loaded here
 * and nowhere else, when the first plot is drawn.
 */
export async function renderSvg(spec: Spec): Promise<string> {
  const [vega, lite] = await Promise.all([import('vega'), import('vega-lite')])
  // Where somebody has installed a canvas, text would have other widths than here. Its types leave this export out.
  const { textMetrics } = vega as unknown as { readonly textMetrics: { canvas(use: boolean): void } }
  textMetrics.canvas(false)
  const compiled = compile(lite, spec)
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logLevel: vega.None })
  try {
    return short(await view.toSVG())
  } finally {
    view.finalize()
  }
}

/** Coordinates to a hundredth of a pixel, and no attribute that says what holds without it: a third of the bytes. */
function short(svg: string): string {
  return svg
    .replaceAll(/ (?:transform|d|[xy][12]?|width|height)="[^"]*"/g, (attribute) =>
      attribute.replaceAll(/\d+\.\d{3,}/g, (number) => `${Math.round(Number(number) * 100) / 100}`),
    )
    .replaceAll(' opacity="1"', '')
    .replaceAll(' stroke-miterlimit="10"', '')
}

/** The same as a Vega specification, for a page that draws it itself. */
export async function vegaOf(spec: Spec): Promise<Spec> {
  return compile(await import('vega-lite'), spec) as unknown as Spec
}

const compile = (lite: typeof import('vega-lite'), spec: Spec) => lite.compile(spec as never, { logger: silent }).spec

/** A library does not print. */
const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
}
