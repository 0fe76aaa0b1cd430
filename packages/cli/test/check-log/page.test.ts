import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { smpPrimesSource } from '@capbench/cli'
import { describe, expect, test } from 'vitest'
import { capbench, temporary } from '../toy.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')
const page = readFileSync(join(root, 'docs', 'guides', 'your-logs.md'), 'utf8')
const vectors = join(root, 'packages', 'bench-smp-primes', 'vectors')
const guest = join(root, 'packages', 'guest')
const blocks = (language: string) =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, of, text = '']) => (of === language ? [text] : []))
const transcripts = ['smp2-good.log', 'smp2-wrong-count.log', 'smp2-torn.log'] as const

const ran = (program: string, args: readonly string[], cwd: string) =>
  spawnSync(program, args, { cwd, encoding: 'utf8' })

/** A directory with the three transcripts, as a stranger would have them. */
function workshop(): string {
  const cwd = temporary()
  for (const name of transcripts) copyFileSync(join(vectors, name), join(cwd, name))
  return cwd
}

describe('the page for authors of another system', () => {
  test.each(transcripts)('shows %s whole, and what check-log says of it', async (name) => {
    const at = transcripts.indexOf(name)
    expect(blocks('text')[2 * at]).toBe(readFileSync(join(vectors, name), 'utf8'))
    const argv = ['check-log', name, '--benchmark', 'smp-primes']
    const { code, stdout } = await capbench(argv, { cwd: workshop(), source: smpPrimesSource })
    expect(code).toBe(name === 'smp2-good.log' ? 0 : 1)
    expect(blocks('text')[2 * at + 1]).toBe(`$ capbench ${argv.join(' ')}\n${stdout}`)
  })

  test('shows nothing besides that is not looked at here', () => {
    const languages = [...page.matchAll(/^```(\w+)$/gm)].map(([, language]) => language)
    expect(languages.sort()).toEqual(['c', 'python', 'rust', 'sh', 'sh', ...Array.from({ length: 6 }, () => 'text')])
  })

  test('its printer in C prints the good transcript', () => {
    const cwd = workshop()
    writeFileSync(join(cwd, 'replay.c'), blocks('c')[0] ?? '')
    const flags = ['-Wall', '-Wextra', '-Werror', '-I', join(guest, 'c'), '-o', 'replay', 'replay.c']
    expect(ran('gcc', flags, cwd)).toMatchObject({ status: 0, stderr: '' })
    const { status, stdout } = ran(join(cwd, 'replay'), [], cwd)
    expect(status).toBe(0)
    expect(stdout).toBe(readFileSync(join(cwd, 'smp2-good.log'), 'utf8'))
  })

  test('its printer in Rust prints the good transcript, and no other', ({ skip }) => {
    if (ran('rustc', ['--version'], root).status !== 0) skip('there is no rustc; apt-get install rustc')
    const cwd = workshop()
    copyFileSync(join(guest, 'rust', 'capbench.rs'), join(cwd, 'capbench.rs'))
    writeFileSync(join(cwd, 'replay.rs'), blocks('rust')[0] ?? '')
    const compile = () => ran('rustc', ['--edition', '2021', 'replay.rs'], cwd)
    expect(compile()).toMatchObject({ status: 0 })
    expect(ran(join(cwd, 'replay'), [], cwd)).toMatchObject({ status: 0 })
    copyFileSync(join(cwd, 'smp2-wrong-count.log'), join(cwd, 'smp2-good.log'))
    expect(compile()).toMatchObject({ status: 0 })
    expect(ran(join(cwd, 'replay'), [], cwd).status).not.toBe(0)
  })

  test('its printer in Python prints the good transcript, and no torn one', () => {
    const cwd = workshop()
    writeFileSync(join(cwd, 'replay.py'), blocks('python')[0] ?? '')
    const replay = () => ran('python3', ['replay.py'], cwd)
    expect(replay()).toMatchObject({ status: 0, stderr: '' })
    copyFileSync(join(cwd, 'smp2-torn.log'), join(cwd, 'smp2-good.log'))
    expect(replay().status).not.toBe(0)
  })

  test('its lines for a continuous integration accept the good transcript and no other', () => {
    const cwd = workshop()
    const bin = join(root, 'packages', 'cli', 'src', 'bin.ts')
    const command = `capbench() { "${process.execPath}" --conditions=@capbench/source "${bin}" "$@"; }`
    const script = `${command}\n${blocks('sh')[1]}`
    const { status, stdout, stderr } = ran('sh', ['-c', script], cwd)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout.match(/^The log is \w+/gm)).toEqual(['The log is refused', 'The log is refused', 'The log is good'])
    copyFileSync(join(cwd, 'smp2-good.log'), join(cwd, 'smp2-wrong-count.log'))
    expect(ran('sh', ['-c', script], cwd).status).toBe(1)
  })
})
