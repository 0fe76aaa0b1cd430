import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lines } from '@capbench/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { imageGuest } from '../../../src/image-guest/guest.ts'
import { resolveKernel } from '../../../src/kernel/resolve.ts'
import { linuxFaults } from '../../../src/linux/faults.ts'
import { redacted } from '../../../src/secrets/redact.ts'
import { consoleBenchmark, resultOf } from '../support/console-benchmark.ts'
import { debianInitramfs, obstacle } from '../support/debian.ts'

const password = 'correct horse 42'
/** A shell without the escape sequences that bash puts round its prompt. */
const prompt = 'ready$ '
const login = [
  { wait: 'login: ' },
  { send: 'root\r' },
  { wait: 'Password: ' },
  { sendSecret: 'root' },
  { send: '\r' },
  { wait: '# ', timeoutMs: 60_000 },
  // typed apart, so that the echo is not taken for the prompt
  { send: "exec env -i PATH=$PATH TERM=dumb PS1='rea''dy$ ' sh\r" },
  { wait: prompt, timeoutMs: 20_000 },
] as const

async function debian(change: { readonly typed?: string } = {}) {
  const { vmlinux } = await resolveKernel()
  const made = debianInitramfs(password)
  if ('why' in made) throw new Error(made.why)
  return imageGuest({
    name: 'debian',
    system: 'debian',
    kernel: vmlinux,
    initrd: made.path,
    append: 'console=ttyS0 quiet panic=-1 rdinit=/sbin/init tsc=reliable no_timer_check cryptomgr.notests',
    memoryMiB: 512,
    accelerator: 'tcg',
    secrets: { root: change.typed ?? password },
    boot: login,
    exit: { by: 'shutdown' },
    faults: linuxFaults,
  })
}

const data = 'x'.repeat(1 << 20)
const wanted = createHash('sha256').update(data).digest('hex')
const digests = lines({
  pattern: /(?<digest>[0-9a-f]{64}) {2}-/,
  final: 'that is all',
  exit: 0,
  observe: ([line]) => ({ answer: line?.digest ?? '' }),
})
const dialogue = [
  { send: "head -c 1048576 /dev/zero | tr '\\0' x | sha256sum\r" },
  { wait: prompt, timeoutMs: 30_000 },
  { send: "echo the password is 'correct'' horse 42'; echo that is' 'all\r" },
  { wait: 'that is all\r\n' },
  { wait: prompt },
  { send: 'halt -d -f -p\r' },
] as const

const everyFile = (directory: string): readonly Buffer[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))

describe('Debian with a login on its serial port (debootstrap)', () => {
  // the first time it is downloaded and built
  beforeEach((ctx) => {
    const why = obstacle()
    if (why !== undefined) ctx.skip(why)
    const made = debianInitramfs(password)
    if ('why' in made) ctx.skip(made.why)
  }, 300_000)

  it('logs in, computes a digest, switches off; the password it was sent and printed again is nowhere', async () => {
    const question = consoleBenchmark({ system: 'debian', dialogue: () => dialogue, parser: digests, wanted })
    const { result, directory } = await resultOf(await debian(), question)
    expect(result).toMatchObject({ status: 'passed' })
    const files = everyFile(directory)
    expect(files.length).toBeGreaterThan(10)
    expect(files.filter((bytes) => bytes.includes(password))).toEqual([])
    expect(files.some((bytes) => bytes.includes(`the password is ${redacted}\r\n`))).toBe(true)
  })

  it('does not let a wrong password in', async (ctx) => {
    if (process.env.CAPBENCH_FULL !== '1')
      ctx.skip('one boot of Debian is enough for npm test; CAPBENCH_FULL=1 runs this')
    const question = consoleBenchmark({ system: 'debian', dialogue: () => dialogue, parser: digests, wanted })
    const { result } = await resultOf(await debian({ typed: 'wrong horse 42' }), question)
    expect(result).toMatchObject({ status: 'failed', reason: 'boot_timeout' })
    expect(JSON.stringify(result)).toContain('step 6 of 8 of the boot dialogue')
    expect(JSON.stringify(result)).toContain('Login incorrect')
  })
})
