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
  const compiled = lite.compile(spec as never, { logger: silent }).spec
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logLevel: vega.None })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}

/** A library does not print. */
const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
}
