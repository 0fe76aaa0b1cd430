/**
 * What makes a plot interactive: a mark under the pointer or the focus says what it is, and arrow keys go from mark to
 * mark. It reads labels of the drawing and writes them as text, loads nothing, and the page is whole without it.
 */
export const script = `'use strict'
const tip = document.createElement('div')
tip.className = 'tip'
tip.hidden = true
tip.setAttribute('aria-hidden', 'true')
document.body.append(tip)
const marksOf = (svg) => [...svg.querySelectorAll('[aria-roledescription="point"]')]
const hide = () => { tip.hidden = true }
const show = (mark) => {
  tip.textContent = mark.getAttribute('aria-label')
  tip.hidden = false
  const at = mark.getBoundingClientRect()
  const most = document.documentElement.clientWidth - tip.offsetWidth - 8
  tip.style.left = Math.max(8, Math.min(at.left, most)) + 'px'
  const above = at.top - tip.offsetHeight - 8
  tip.style.top = (above < 8 ? at.bottom + 8 : above) + 'px'
}
const orders = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }
for (const svg of document.querySelectorAll('.plot svg')) {
  const marks = marksOf(svg).sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left)
  for (const mark of marks) mark.setAttribute('role', 'img')
  if (marks[0]) marks[0].setAttribute('tabindex', '0')
  svg.addEventListener('pointerover', (event) => marks.includes(event.target) ? show(event.target) : hide())
  svg.addEventListener('pointerleave', hide)
  svg.addEventListener('focusin', (event) => marks.includes(event.target) && show(event.target))
  svg.addEventListener('focusout', hide)
  svg.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return hide()
    const from = marks.indexOf(event.target)
    const step = orders[event.key] || 0
    const to = marks[from + step]
    if (from < 0 || step === 0) return
    event.preventDefault()
    if (!to) return
    event.target.setAttribute('tabindex', '-1')
    to.setAttribute('tabindex', '0')
    to.focus()
  })
}
addEventListener('scroll', hide, true)
let closed = []
addEventListener('beforeprint', () => {
  closed = [...document.querySelectorAll('details:not([open])')]
  for (const details of closed) details.open = true
})
addEventListener('afterprint', () => {
  for (const details of closed) details.open = false
})
`
