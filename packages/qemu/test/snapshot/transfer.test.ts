import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CapbenchError, type JsonObject } from '@capbench/core'
import { expect, test, vi } from 'vitest'
import { transfer } from '../../src/snapshot/save.ts'
import { directoryOfFile } from '../helpers/directory.ts'

const directory = directoryOfFile()
vi.stubEnv('TMPDIR', directory) // other files save states as well, at the same time
const key = 'a'.repeat(64)
const sockets = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('capbench-state-'))

const socketOf = (args: JsonObject | undefined): string => String(args?.uri).replace(/^unix:/, '')
const gone = (): never => {
  throw new CapbenchError('CAPBENCH_LAUNCH', 'QEMU closed its monitor')
}

test('a QEMU that dies before it connects is an error and not a wait for ever', async () => {
  const execute = async (command: string) => (command === 'query-migrate' ? gone() : {})
  await expect(transfer({ execute }, { path: join(directory, 'dead'), key })).rejects.toThrow('QEMU closed its monitor')
})

test('a QEMU that dies while it writes is one as well, and its socket is gone', async () => {
  let asked = 0
  const execute = async (command: string, args?: JsonObject) => {
    if (command === 'migrate') connect(socketOf(args)).end('half a state')
    if (command === 'query-migrate' && ++asked > 3) gone()
    return { status: 'active' }
  }
  await expect(transfer({ execute }, { path: join(directory, 'half'), key })).rejects.toThrow('QEMU closed its monitor')
  expect(sockets()).toEqual([])
})
