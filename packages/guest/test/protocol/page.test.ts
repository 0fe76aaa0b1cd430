import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { channels, guestExit, nonceDeliveries, protocol } from '@capbench/core'
import { describe, expect, test } from 'vitest'
import { headerDirectory, packageRoot } from '../../src/package-root.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { compileRustFile, needRustc } from '../support/rustc.ts'
import { nonceOf, vectors } from '../support/vectors.ts'
import { expectWritten } from '../support/writer-suite.ts'
import { printByThePage, stringByThePage } from './page-printer.ts'

const page = readFileSync(join(packageRoot, '../../docs/protocol.md'), 'utf8')
const demo = (() => {
  const vector = vectors.streams.find(({ name }) => name === 'demo')
  if (vector?.lines === undefined) throw new Error('the worked example is the vector "demo"')
  return { nonce: nonceOf(vector), lines: vector.lines }
})()

/** Rows of the table below a heading, each as its cells. */
function table(heading: string): readonly (readonly string[])[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? ''
  const rows = [...section.matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) => row.split(' | '))
  return rows.slice(1)
}
const code = (cell: string | undefined): string => /`([^`]+)`/.exec(cell ?? '')?.[1] ?? ''
const block = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page)?.[1] ?? ''

describe('the page for authors of other systems', () => {
  test('shows the worked example as the vector has it, and the bytes of one line', () => {
    expect(page).toContain(demo.lines.map((line) => `    ${line}`).join(''))
    const dump = /^ {4}((?:[0-9a-f]{2}[ \n]+)+)/m.exec(page)?.[1] ?? ''
    expect(Buffer.from(dump.replace(/\s/g, ''), 'hex').toString()).toBe(demo.lines[1])
  })

  test('says what the end record of the example counts', () => {
    const [first = '', second = '', end = ''] = demo.lines
    const checksum = /"crc32":"(\w+)"/.exec(end)?.[1]
    const bytes = `${first.length + second.length} bytes (${first.length} + ${second.length}, both LF included)`
    expect(page).toContain(`2 records stand before it, and that the CRC-32 over their ${bytes} is 0x${checksum}`)
    const check = vectors.crc32.find(({ hex }) => Buffer.from(hex, 'hex').toString() === '123456789')
    expect(page).toContain(`The nine bytes \`123456789\` have \`${check?.crc32}\``)
  })

  test('has the limits of the grammar', () => {
    expect(page).toContain(`at most ${protocol.maxLineBytes.toLocaleString('en')} bytes with its LF`)
    expect(page).toContain(`at most ${protocol.maxRecords.toLocaleString('en')} records`)
    expect(page).toContain(`\`${protocol.type.pattern.slice(1, -1)}\``)
    expect(page).toContain(`line = "${protocol.prefix} " nonce`)
    expect(page).toContain(`if line is longer than ${protocol.maxLineBytes}`)
    expect(page).toContain(`count >= ${protocol.maxRecords - 1} and type is not "end"`)
    for (const type of protocol.reserved) expect(page).toContain(`- \`${type}\` `)
  })

  test('explains every delivery of a nonce, every channel and every exit signal, and no other', () => {
    expect(table('Nonce: how a run learns it').map(([delivery]) => code(delivery))).toEqual([...nonceDeliveries])
    expect(table('Channels').map(([channel]) => code(channel))).toEqual(Object.keys(channels))
    const { clean, failed } = guestExit
    const hex = (value: number) => `0x${value.toString(16)}`
    const row = table('Exit signal').find(([machine]) => machine?.includes('isa-debug-exit')) ?? []
    expect(row[1]).toBe(`write ${hex(clean.value)} to port 0xf4: QEMU exits with ${clean.code}`)
    expect(row[2]).toBe(`write ${hex(failed.value)}: ${failed.code}`)
  })

  test('names files that are there, and in the package what it sends a reader to', () => {
    const linked = [...page.matchAll(/\.\.\/packages\/guest\/([\w./-]+)/g)].map(([, path = '']) => path)
    const installed = [...page.matchAll(/@capbench\/guest\/([\w./-]+)/g)].map(([, path = '']) => path)
    for (const path of [...linked, ...installed]) expect(existsSync(join(packageRoot, path)), path).toBe(true)
    expect(linked).toEqual(
      expect.arrayContaining(['c/capbench.h', 'rust/capbench.rs', 'vectors/protocol-vectors.json']),
    )
    const { files } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
      files: readonly string[]
    }
    expect(files).toEqual(expect.arrayContaining(['c', 'rust', 'vectors']))
    for (const path of installed) expect(files).toContain(path.split('/')[0])
  })

  test('spells text from outside as the vectors do', () => {
    const rows = table('Text from outside').map(([bytes, room, json]) => ({
      hex: code(bytes).replaceAll(' ', ''),
      room: Number(room),
      json: code(json),
    }))
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) expect(vectors.strings).toContainEqual(expect.objectContaining(row))
  })
})

describe('a printer written from the page alone', () => {
  test.each([...vectors.streams, ...vectors.refused])('writes what the vector has: $name', (vector) => {
    expectWritten(Buffer.from(printByThePage(vector.steps)), vector)
  })

  test.each(vectors.nonces.refused)('writes nothing under the nonce %j', (nonce) => {
    expect(printByThePage([{ do: 'begin', nonce, program: 'p', version: '1' }, { do: 'end' }])).toBe('')
  })

  test.each(vectors.strings)('spells text from outside: $name', ({ hex, room, json }) => {
    expect(stringByThePage(Buffer.from(hex, 'hex'), room)).toBe(json)
  })
})

describe('the programs on the page write the worked example', () => {
  const directory = temporaryDirectory()
  const ran = (program: string) => {
    const { status, stdout, stderr } = spawnSync(program, [demo.nonce], { encoding: 'utf8' })
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: demo.lines.join(''), stderr: '' })
    expect(spawnSync(program, ['nonsense'], { encoding: 'utf8' })).toMatchObject({ stdout: '' })
  }

  test('in C', () => {
    const [source, program] = [join(directory, 'demo.c'), join(directory, 'demo-c')]
    writeFileSync(source, block('c'))
    const flags = ['-Wall', '-Wextra', '-Werror', '-I', headerDirectory, '-o', program]
    expect(spawnSync('gcc', [...flags, source], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
    ran(program)
  })

  test('in Rust', (ctx) => {
    needRustc(ctx)
    const source = join(directory, 'demo.rs')
    writeFileSync(source, block('rust'))
    copyFileSync(join(packageRoot, 'rust/capbench.rs'), join(directory, 'capbench.rs'))
    ran(compileRustFile(source, join(directory, 'demo-rust')))
  })
})
