import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { linesOf, runSession, sessions, spokenBlocks } from './session.ts'

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-session-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

describe('every command of a page runs in order, and ends as the page says', () => {
  test.for(sessions)('%s', { timeout: 900_000 }, (document) => {
    const blocks = spokenBlocks(document)
    const ran = runSession(scratch(), blocks, 870_000)
    for (const { place, text, exitCode, came, output } of ran)
      expect({ place, text, came, output }).toEqual({ place, text, came: exitCode, output })
    expect(ran.length).toBe(blocks.flat().length)
    expect(ran.length).toBeGreaterThan(4)
  })
})

test('a command that ends otherwise is seen', () => {
  const text = 'true\nfalse\n# a comment\nprintf "%s" \\\n  joined\nfalse   # exits with 1\nno-such-command\n'
  const ran = runSession(scratch(), [linesOf('page.md', 10, text)], 60_000)
  expect(ran.map(({ place, came, exitCode }) => [place, came, exitCode])).toEqual([
    ['page.md:11', 0, 0],
    ['page.md:12', 1, 0],
    ['page.md:14', 0, 0],
    ['page.md:16', 1, 1],
    ['page.md:17', 127, 0],
  ])
  expect(ran[2]?.output).toBe('joined')
})
