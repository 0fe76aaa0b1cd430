/**
 * What lets a reader choose the metric of a plot, hide series and look closer. Vega is unpacked from the page itself,
 * and runs only if it has the digest that the policy of the page names. Its expressions are interpreted, its loader
 * refuses everything, and where anything of this fails, the drawings that are there already stand.
 */
export const liveScript = `
const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}
const symbolOf = (path, colour) => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  for (const [key, value] of [['viewBox', '-7 -7 14 14'], ['width', '14'], ['height', '14'], ['aria-hidden', 'true']])
    svg.setAttribute(key, value)
  const mark = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  for (const [key, value] of [['d', path], ['fill', 'none'], ['stroke', colour], ['stroke-width', '2']])
    mark.setAttribute(key, value)
  svg.append(mark)
  return svg
}
async function unpacked() {
  const bytes = Uint8Array.from(atob(document.getElementById('vega').textContent), (each) => each.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  const script = document.createElement('script')
  script.textContent = await new Response(stream).text()
  document.head.append(script)
  return globalThis.vega
}
const refuse = () => Promise.reject(new Error('this page loads nothing'))
function viewOf(vega, spec, box) {
  const view = new vega.View(vega.parse(spec, null, { ast: true }), {
    expr: globalThis.vegaInterpreter,
    loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse },
    logLevel: vega.Error,
    renderer: 'svg',
    container: box,
    hover: false,
  })
  view.tooltip(() => {})
  return view
}
function togglesOf(view, { title, signal, names, colours, paths }) {
  const hidden = new Set()
  const boxes = names.map((name, index) => {
    const input = make('input', { type: 'checkbox' })
    input.checked = true
    input.addEventListener('change', () => {
      if (input.checked) hidden.delete(name)
      else hidden.add(name)
      view.signal(signal, [...hidden]).runAsync()
    })
    return make('label', {}, input, symbolOf(paths[index], colours[index]), name)
  })
  return make('fieldset', {}, make('legend', {}, title), ...boxes)
}
function zoomOf(view, [first, last]) {
  const said = make('output', { 'aria-live': 'polite' })
  const domain = () => view.signal('zoom_order') || [first, last]
  const tell = () => {
    const [from, to] = domain()
    const all = from <= first && to >= last
    said.textContent = all ? 'All runs' : 'Positions ' + Math.ceil(from) + ' to ' + Math.floor(to)
  }
  const go = (from, to) => {
    const whole = to - from >= last - first
    const low = Math.max(first, Math.min(from, last - (to - from)))
    view.signal('zoom_order', whole ? null : [low, low + to - from]).runAsync()
  }
  const act = (name, between) => {
    const button = make('button', { type: 'button' }, name)
    button.addEventListener('click', () => {
      const [from, to] = domain()
      go(...between(from, to))
    })
    return button
  }
  view.addSignalListener('zoom_order', tell)
  tell()
  return make('div', { class: 'zoom', role: 'group', 'aria-label': 'Part of the order' },
    act('Closer', (from, to) => [from + (to - from) / 4, to - (to - from) / 4]),
    act('Farther', (from, to) => [from - (to - from) / 2, to + (to - from) / 2]),
    act('Earlier', (from, to) => [from - (to - from) / 2, to - (to - from) / 2]),
    act('Later', (from, to) => [from + (to - from) / 2, to + (to - from) / 2]),
    act('All', () => [first, last]),
    said)
}
function pickerOf(view, metrics, figure) {
  const select = make('select', {}, ...metrics.map((name, index) => make('option', { value: index }, name)))
  select.append(make('option', { value: 'all' }, 'all, small'))
  select.addEventListener('change', () => {
    const all = select.value === 'all'
    figure.classList.toggle('all', all)
    if (!all) view.signal('metric', Number(select.value)).runAsync()
  })
  return make('label', { class: 'picker' }, 'Metric', select)
}
async function enliven(vega, figure) {
  const { spec, toggles, metrics, zoom } = JSON.parse(figure.querySelector('.spec').textContent)
  const box = make('div', { class: 'live' })
  figure.querySelector('.still').before(box)
  const view = viewOf(vega, spec, box)
  const width = () => Math.max(260, Math.min(1100, figure.clientWidth))
  view.width(width())
  await view.runAsync()
  addEventListener('resize', () => view.width(width()).runAsync())
  const controls = make('div', { class: 'controls' })
  if (metrics.length > 0) controls.append(pickerOf(view, metrics, figure))
  controls.append(...toggles.map((each) => togglesOf(view, each)))
  if (zoom) controls.append(zoomOf(view, zoom))
  box.before(controls)
  figure.classList.add('lives')
  watch(box.querySelector('svg'))
}
async function enlivenAll() {
  const vega = await unpacked()
  for (const figure of document.querySelectorAll('figure')) await enliven(vega, figure)
}
if (document.getElementById('vega')) {
  enlivenAll()
    .catch(() => { for (const each of document.querySelectorAll('figure:not(.lives) .live')) each.remove() })
    .finally(() => document.documentElement.setAttribute('data-ready', ''))
}
`
