import { expect, test } from 'vitest'
import { capture } from '../../src/process/capture.ts'

test('returns what a command printed and how it ended', async () => {
  expect(await capture({ file: 'bash', args: ['-c', 'echo out; echo err >&2; exit 3'] })).toEqual({
    exit: { kind: 'exited', code: 3 },
    cause: null,
    stdout: 'out\n',
    stderr: 'err\n',
  })
})

test('ends a command that prints more than is wanted, and keeps the first part', async () => {
  const { cause, stdout } = await capture({ file: 'yes', args: [], maxBytes: 1000 })
  expect(cause).toBe('overflow')
  expect(stdout).toBe('y\n'.repeat(500))
})

test('ends a command that takes too long', async () => {
  const { cause, exit } = await capture({ file: 'sleep', args: ['60'], timeoutMs: 50 })
  expect({ cause, exit }).toEqual({ cause: 'timeout', exit: { kind: 'signalled', signal: 'SIGTERM' } })
})

test('a missing command is a result', async () => {
  expect((await capture({ file: 'no-such-program', args: [] })).exit).toMatchObject({
    kind: 'not-started',
    code: 'ENOENT',
  })
})

test('bytes that are not UTF-8 become U+FFFD', async () => {
  expect((await capture({ file: 'printf', args: ['\\377x'] })).stdout).toBe('\ufffdx')
})
