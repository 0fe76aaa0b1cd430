import { liveScript } from './live-script.ts'

/**
 * What makes every plot talk: a mark under the pointer or the focus says what it is, and arrow keys go from mark to
 * mark. It reads labels of the drawing and writes them as text, loads nothing, and the page is whole without it.
 */
const tips = `'use strict'
const tip = document.createElement('div')
tip.className = 'tip'
tip.hidden = true
tip.setAttribute('aria-hidden', 'true')
document.body.append(tip)
const markAt = (target) => target.closest ? target.closest('[aria-roledescription="point"]') : null
const middleOf = (mark) => {
  const { left, width } = mark.getBoundingClientRect()
  return left + width / 2
}
const marksOf = (svg) => [...svg.querySelectorAll('[aria-roledescription="point"]')]
const inOrder = (svg) => marksOf(svg).sort((a, b) => middleOf(a) - middleOf(b))
const hide = () => { tip.hidden = true }
const show = (mark) => {
  if (!mark) return hide()
  tip.textContent = mark.getAttribute('aria-label')
  tip.hidden = false
  const at = mark.getBoundingClientRect()
  const most = document.documentElement.clientWidth - tip.offsetWidth - 8
  tip.style.left = Math.max(8, Math.min(at.left, most)) + 'px'
  const above = at.top - tip.offsetHeight - 8
  tip.style.top = (above < 8 ? at.bottom + 8 : above) + 'px'
}
const orders = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }
const label = (svg) => {
  const marks = marksOf(svg)
  for (const mark of marks) {
    mark.setAttribute('role', 'img')
    if (!mark.hasAttribute('tabindex')) mark.setAttribute('tabindex', '-1')
  }
  if (marks.length > 0 && !marks.some((mark) => mark.getAttribute('tabindex') === '0'))
    inOrder(svg)[0].setAttribute('tabindex', '0')
  for (const group of svg.querySelectorAll('[role="graphics-object"]')) group.removeAttribute('role')
}
const watch = (svg) => {
  label(svg)
  new MutationObserver(() => label(svg)).observe(svg, { childList: true, subtree: true })
  svg.addEventListener('pointerover', (event) => show(markAt(event.target)))
  svg.addEventListener('pointerleave', hide)
  svg.addEventListener('focusin', (event) => show(markAt(event.target)))
  svg.addEventListener('focusout', hide)
  svg.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return hide()
    const marks = inOrder(svg)
    const from = marks.indexOf(event.target)
    const step = orders[event.key] || 0
    if (from < 0 || step === 0) return
    event.preventDefault()
    const to = marks[from + step]
    if (!to) return
    event.target.setAttribute('tabindex', '-1')
    to.setAttribute('tabindex', '0')
    to.focus()
  })
}
for (const svg of document.querySelectorAll('.still svg')) watch(svg)
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

export const script = tips + liveScript
