import { expect, test } from 'vitest'
import { findExecutable } from '../../src/process/executable.ts'

test('a name that is in no directory of PATH is reported without the directories', () => {
  expect(findExecutable('no-such-program', '/', '/home/ada/bin:/usr/bin')).toEqual({
    found: false,
    code: 'ENOENT',
    message: 'no-such-program was not found in PATH',
  })
})

test('a path that leads to nothing is reported as it was given', () => {
  expect(findExecutable('./no-such-program', '/', '/usr/bin')).toMatchObject({
    found: false,
    message: './no-such-program was not found',
  })
})
