import type { CampaignEvent, ChannelName } from '@capbench/core'
import { expect, test } from 'vitest'
import { followTo } from '../../src/output/follow.ts'
import { answer, capbench, toySource } from '../toy.ts'

const run = { order: 1, total: 1 } as unknown as Extract<CampaignEvent, { type: 'output' }>['run']

function shown(...chunks: readonly (readonly [ChannelName, string])[]): string {
  const lines: string[] = []
  const follow = followTo({ stderr: (text) => lines.push(text) })
  follow({ type: 'run-start', run })
  for (const [channel, text] of chunks) follow({ type: 'output', run, channel, chunk: Buffer.from(text, 'latin1') })
  follow({ type: 'run-end', run, wallMs: 1, outcome: { accepted: false, causes: [] as never } })
  return lines.join('')
}

test('lines are shown whole, with their channel, however they come', () => {
  expect(shown(['console', 'one\r\ntw'], ['records', 'r'], ['console', 'o\n'], ['records', '\n'])).toBe(
    'console     | one\nconsole     | two\nrecords     | r\n',
  )
})

test('what has no end of line is shown at the end of the run', () => {
  expect(shown(['console', 'login: '])).toBe('console     | login: \n')
})

test('nothing of what a guest prints reaches the terminal as a command', () => {
  const text = shown(['console', '\x1b]0;title\x07\x1b[31mred\x00\xff\n'])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f]/)
  expect(text).toContain('\\u{1b}[31mred')
})

test('a line without an end does not fill the memory', () => {
  const pieces = shown(...Array.from({ length: 10 }, () => ['console', 'x'.repeat(1000)] as const))
  expect(pieces.split('\n').map((line) => line.length)).toEqual([4110, 4110, 1822, 0])
})

test('capbench run --follow shows what the runs print; without it nothing is shown', async () => {
  const argv = ['run', '--targets', 'linux', '--cases', 'smp1', '--runs', '1', '--json']
  const source = () => toySource((request) => ({ ...answer(request), console: Buffer.from('hello\n') })).source
  const followed = await capbench([...argv, '--follow'], { source: source() })
  expect(followed.stderr).toContain('console     | hello\n')
  expect(followed.stderr).toMatch(/^records {5}\| @CB1 \S+ 0 begin /m)
  expect(JSON.parse(followed.stdout)).toMatchObject({ exitCode: 0 })
  expect((await capbench(argv, { source: source() })).stderr).not.toContain('hello')
  expect((await capbench([...argv, '--follow', '--quiet'], { source: source() })).stderr).toContain('hello')
})
