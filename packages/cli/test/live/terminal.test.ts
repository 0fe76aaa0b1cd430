import { expect, test } from 'vitest'
import { type Screen, terminalOf } from '../../src/live/terminal.ts'
import { headless } from './headless.ts'

const screen = { isTTY: true, columns: 80, rows: 24 } as unknown as Screen & { isTTY: boolean }

test.each([
  ['no terminal', { ...screen, isTTY: false }, { TERM: 'xterm' }],
  ['a terminal that does not say how wide it is', { ...screen, columns: 0 }, { TERM: 'xterm' }],
  ['one that moves no cursor', screen, { TERM: 'dumb' }],
  ['one without a name', screen, {}],
  ['the log of a CI system', screen, { TERM: 'xterm', CI: 'true' }],
])('%s gets no view', (_, stream, environment) => {
  expect(terminalOf(stream, environment)).toBeUndefined()
})

test('CI=false is no CI', () => {
  expect(terminalOf(screen, { TERM: 'xterm', CI: 'false' })).toBeDefined()
})

test('text that stays goes above the view, and the view leaves nothing behind', async () => {
  const { terminal, lines } = headless({ columns: 40, rows: 10 })
  const view = await terminal.open()
  view.draw(() => ['table', 'clock 0:01'])
  terminal.write('\nwhat stays\n')
  view.draw(() => ['table', 'more table', 'clock 0:02'])
  expect(await lines()).toEqual(['what stays', 'table', 'more table', 'clock 0:02'])
  view.close()
  terminal.write('after it\n')
  expect(await lines()).toEqual(['what stays', 'after it'])
})

test('what a person typed into the view is not left there', async () => {
  const { terminal, write, lines } = headless({ columns: 40, rows: 10 })
  const view = await terminal.open()
  view.draw(() => ['table', 'clock'])
  write('^C')
  terminal.write('\ncancelling\n')
  expect(await lines()).toEqual(['cancelling', 'table', 'clock'])
})

test('no line is wider and no view higher than the terminal', async () => {
  const { terminal, lines } = headless({ columns: 20, rows: 5 })
  const view = await terminal.open()
  view.draw(() => Array.from({ length: 30 }, (_, at) => `${at} ${'wide '.repeat(10)}`))
  expect(await lines()).toEqual([
    '0 wide wide wide wi',
    '1 wide wide wide wi',
    '2 wide wide wide wi',
    '3 wide wide wide wi',
  ])
})

test.each([
  ['narrower', 20],
  ['wider', 90],
])('a terminal that becomes %s shows the view once', async (_, columns) => {
  const { terminal, lines, resize } = headless({ columns: 60, rows: 12 })
  const view = await terminal.open()
  terminal.write('what stays\n')
  view.draw(({ columns: now }) => ['x'.repeat(55), `is ${now} wide`])
  resize(columns, 12)
  expect(await lines()).toEqual(['what stays', 'x'.repeat(Math.min(55, columns - 1)), `is ${columns} wide`])
})

test('the cursor is never hidden', async () => {
  const { terminal, got } = headless({ columns: 60, rows: 12 })
  const view = await terminal.open()
  view.draw(() => ['table'])
  view.close()
  expect(got()).not.toContain('\u001b[?25l')
})
