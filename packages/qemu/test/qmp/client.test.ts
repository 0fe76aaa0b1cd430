import { duplexPair } from 'node:stream'
import type { JsonObject } from '@capbench/core'
import { describe, expect, it } from 'vitest'
import { connectQmp } from '../../src/qmp/client.ts'
import { vcpuThreads } from '../../src/qmp/queries.ts'

const greeting = { QMP: { version: { qemu: { major: 7, minor: 2, micro: 0 } }, capabilities: [] } }

/** The other end of a monitor: sends raw text, answers commands. */
function fakeQemu(answer: (command: JsonObject) => string = ({ id }) => JSON.stringify({ return: {}, id })) {
  const [near, far] = duplexPair()
  const events: JsonObject[] = []
  let rest = ''
  far.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (!far.writableEnded) far.write(`${answer(JSON.parse(line))}\n`)
  })
  const client = connectQmp({ readable: near, writable: near }, (event) => events.push(event))
  return { client, far, events, say: (text: string) => far.write(text) }
}

describe('the QMP client', () => {
  it('matches answers by id however they are cut and mixed with events, which it hands over in order', async () => {
    const answers: string[] = []
    const { client, far, events, say } = fakeQemu((command) => {
      if (command.execute === 'qmp_capabilities') return JSON.stringify({ return: {}, id: command.id })
      answers.unshift(JSON.stringify({ return: { was: command.execute }, id: command.id }))
      return '{"event":"SEEN"}'
    })
    const text = `${JSON.stringify(greeting)}\r\n{"event":"FIRST"}\n`
    for (const character of text) say(character)
    const { execute, greeting: heard } = await client
    expect(heard).toEqual(greeting)
    const both = [execute('query-a'), execute('query-b')]
    await new Promise((resolve) => setImmediate(resolve))
    far.write(`${answers.join('\n')}\n`)
    expect(await Promise.all(both)).toEqual([{ was: 'query-a' }, { was: 'query-b' }])
    expect(events.map(({ event }) => event)).toEqual(['FIRST', 'SEEN', 'SEEN'])
  })

  it('fails when QEMU closes the monitor before its greeting', async () => {
    const { client, far } = fakeQemu()
    far.end()
    await expect(client).rejects.toMatchObject({ code: 'CAPBENCH_LAUNCH' })
  })

  it('fails what waits, and what comes later, when QEMU goes away', async () => {
    const { client, far, say } = fakeQemu(({ execute, id }) =>
      execute === 'qmp_capabilities' ? JSON.stringify({ return: {}, id }) : '{"event":"X"}',
    )
    say(`${JSON.stringify(greeting)}\n`)
    const { execute } = await client
    const pending = execute('query-status')
    far.end()
    await expect(pending).rejects.toThrow(/closed its monitor/)
    await expect(execute('cont')).rejects.toThrow(/closed its monitor/)
  })

  it('reports a command that QEMU refuses, with its reason', async () => {
    const { client, say } = fakeQemu(({ execute, id }) =>
      execute === 'qmp_capabilities'
        ? JSON.stringify({ return: {}, id })
        : JSON.stringify({ error: { class: 'CommandNotFound', desc: 'no such thing' }, id }),
    )
    say(`${JSON.stringify(greeting)}\n`)
    await expect((await client).execute('nope')).rejects.toThrow(/QEMU refused nope: .*no such thing/)
  })

  it.each(['garbage\n', '[]\n', '{"return":{}}\n'])('fails on %j instead of a greeting', async (text) => {
    const { client, say } = fakeQemu()
    say(text)
    await expect(client).rejects.toThrow(/monitor/)
  })

  it('finds the host threads of the vCPUs, in the order of their index', async () => {
    const cpus = [1, 0].map((index) => ({ 'cpu-index': index, 'thread-id': 100 + index, props: { 'thread-id': 0 } }))
    const { client, say } = fakeQemu(({ execute, id }) =>
      JSON.stringify({ return: execute === 'query-cpus-fast' ? cpus : {}, id }),
    )
    say(`${JSON.stringify(greeting)}\n`)
    expect(await vcpuThreads(await client)).toEqual([
      { index: 0, tid: 100 },
      { index: 1, tid: 101 },
    ])
  })
})
