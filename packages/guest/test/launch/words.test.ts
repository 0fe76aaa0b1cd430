import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from 'vitest'
import { built, temporaryDirectory } from '../support/programs.ts'
import { only, readRecords } from '../support/records.ts'
import { launcherNonce } from '../support/run.ts'

const directory = temporaryDirectory()
let launcher = ''
beforeAll(async () => {
  launcher = await built('capbench-launch', directory)
})

/** Starts a launcher that waits for its words, and tells it these once it says that it waits. */
async function told(bytes: string) {
  const child = spawn(launcher, ['--words', '4'], { stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'] })
  const [, , , report, words] = child.stdio as unknown as Duplex[]
  const ended = once(child, 'close')
  const all = [ended, text(child.stderr as Duplex), buffer(report as Duplex), buffer(child.stdout as Duplex)] as const
  words?.on('error', () => {}) // it may end before it has read all
  await once(words as Duplex, 'data')
  words?.end(bytes)
  const [[code], stderr, records, said] = await Promise.all(all)
  return { code, stderr, records, said: said.toString() }
}

const inOrder = (...words: readonly string[]) => words.map((word) => `${word}\0`).join('')

describe('a launcher that was started before it is known what for', () => {
  test('does what it is told, and no word is lost that is empty or has blanks', async () => {
    const own = ['capbench-launch', '--nonce', launcherNonce, '--report', '3']
    const { code, records, said } = await told(inOrder(...own, '--', '/usr/bin/printf', '%s|', 'with blanks', '', 'x'))
    expect(code).toBe(0)
    expect(said).toBe('with blanks||x|')
    expect(only(readRecords(records, launcherNonce), 'exited')).toMatchObject({ code: 0 })
  })

  test.each([
    ['nothing', '', '--words are not whole'],
    ['a word that is torn', 'capbench-launch\0--nonce', '--words are not whole'],
    ['too many words', 'x\0'.repeat(256), '--words are too many'],
    ['more than there is room for', `${'x'.repeat(65_536)}\0`, '--words are not whole'],
    ['words that are no command line', inOrder('capbench-launch', '--nonce', 'abc'), '--nonce must be 32'],
    ['only a name', inOrder('capbench-launch'), '--nonce is missing'],
  ])('refuses %s with exit code 64', async (_, bytes, why) => {
    const { code, stderr, records } = await told(bytes)
    expect(code).toBe(64)
    expect(stderr).toContain(why)
    expect(records).toHaveLength(0)
  })
})
