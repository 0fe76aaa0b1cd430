import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { describe, expect, it, onTestFinished } from 'vitest'
import { lockedKernels } from '../../src/kernel/lock.ts'
import { resolveKernel } from '../../src/kernel/resolve.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { pvhKernel, spin } from '../helpers/elf.ts'
import { script } from '../helpers/script.ts'

const vmlinux = pvhKernel(spin)
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function kernelFile(bytes: Uint8Array = vmlinux): { readonly path: string; readonly cacheDir: string } {
  const directory = temporaryDirectory()
  const path = join(directory, 'kernel')
  writeFileSync(path, bytes)
  return { path, cacheDir: join(directory, 'cache') }
}

describe('a kernel that the caller names', () => {
  it('is copied into the cache under its digest, and is the same kernel the second time', async () => {
    const { path, cacheDir } = kernelFile()
    const first = await resolveKernel({ path, cacheDir })
    expect(first).toMatchObject({ origin: { kind: 'file' }, format: 'vmlinux', fileSha256: sha(vmlinux), notes: [] })
    expect(readFileSync(first.vmlinux).equals(vmlinux)).toBe(true)
    const made = statSync(first.vmlinux).ino
    expect(await resolveKernel({ path, cacheDir })).toEqual(first)
    expect(statSync(first.vmlinux).ino).toBe(made)
  })

  it('is made anew when the copy in the cache is damaged', async () => {
    const { path, cacheDir } = kernelFile()
    const first = await resolveKernel({ path, cacheDir })
    const facts = join(dirname(first.vmlinux), 'kernel.json')
    for (const damage of [
      () => writeFileSync(first.vmlinux, 'damage'),
      () => rmSync(first.vmlinux),
      () => writeFileSync(facts, '{'),
      () => rmSync(facts),
    ]) {
      damage()
      expect(await resolveKernel({ path, cacheDir })).toEqual(first)
      expect(readFileSync(first.vmlinux).equals(vmlinux)).toBe(true)
      expect(readdirSync(join(cacheDir, 'kernels'))).toHaveLength(1)
    }
  })

  it('leaves nothing in the cache when it is refused', async () => {
    const { path, cacheDir } = kernelFile(Buffer.from('this is text\n'))
    await expect(resolveKernel({ path, cacheDir })).rejects.toThrow(/kernel: a bzImage.*it looks like text/)
    expect(readdirSync(join(cacheDir, 'kernels'))).toEqual([])
  })

  it('is reported with its path when it is missing, or a directory', async () => {
    const cacheDir = temporaryDirectory()
    await expect(resolveKernel({ path: '/nonexistent/vmlinuz', cacheDir })).rejects.toMatchObject({
      code: 'CAPBENCH_MISSING',
      message: expect.stringContaining('/nonexistent/vmlinuz'),
    })
    await expect(resolveKernel({ path: cacheDir, cacheDir })).rejects.toMatchObject({
      code: 'CAPBENCH_UNREADABLE',
      message: expect.stringContaining('is a directory'),
    })
  })

  it('is reported with path, mode, owner, user and remedy when this user may not read it', async ({ skip }) => {
    const { path, cacheDir } = kernelFile()
    chmodSync(dirname(path), 0o755)
    chmodSync(path, 0o600)
    const uid = process.geteuid?.() ?? -1
    if (uid === 0) {
      process.seteuid?.(65534)
      onTestFinished(() => process.seteuid?.(0))
    } else chmodSync(path, 0)
    const error = await resolveKernel({ path, cacheDir }).catch((cause: unknown) => cause)
    if (!(error instanceof Error)) return skip('this user reads files whatever their mode')
    expect(error).toMatchObject({ code: 'CAPBENCH_UNREADABLE' })
    expect(error.message).toMatch(
      /kernel cannot be read \(EACCES\): its mode is 0[06]00, its owner uid \d+.*runs as .*uid \d+/,
    )
    expect(error.message).toMatch(/readable/)
    expect(error.message).not.toMatch(/sudo/)
  })
})

/** A host whose apt knows the packages of `offers`: name=version to the kernel in it. */
function fakeApt(
  offers: Readonly<Record<string, string>>,
  current?: { name: string; version: string; sha256: string },
) {
  const directory = temporaryDirectory()
  const bin = join(directory, 'bin')
  const pool = join(directory, 'pool')
  mkdirSync(bin)
  mkdirSync(pool)
  for (const [name, deb] of Object.entries(offers)) copyFileSync(deb, join(pool, name))
  script(
    bin,
    'apt-get',
    `for last; do :; done; echo "$last" >> ${directory}/asked
     if [ -f "${pool}/$last" ]; then cp "${pool}/$last" ./package.deb; else echo "E: no $last" >&2; exit 100; fi`,
  )
  script(bin, 'dpkg-deb', `mkdir -p "$3/boot" && cp "$2" "$3/boot/vmlinuz-test"`)
  script(
    bin,
    'apt-cache',
    current
      ? `case "$2" in
           depends) echo "  Depends: ${current.name}" ;;
           show) printf 'Version: %s\\nArchitecture: amd64\\nSHA256: %s\\n' ${current.version} ${current.sha256} ;;
         esac`
      : 'echo "E: no packages found" >&2; exit 100',
  )
  const path = process.env.PATH
  process.env.PATH = `${bin}:/usr/bin:/bin`
  onTestFinished(() => {
    process.env.PATH = path
  })
  const asked = (): string[] =>
    existsSync(join(directory, 'asked')) ? readFileSync(join(directory, 'asked'), 'utf8').trim().split('\n') : []
  return { cacheDir: join(directory, 'cache'), asked }
}

const entry = (name: string, bytes: Uint8Array) => ({
  package: name,
  version: '1',
  architecture: 'amd64',
  debSha256: sha(bytes),
  vmlinuz: 'boot/vmlinuz-test',
})

describe('the pinned kernels', () => {
  it('are listed newest first for each architecture, each with a digest of its own', () => {
    for (const arch of ['amd64', 'arm64']) {
      const kernels = lockedKernels.filter(({ architecture }) => architecture === arch)
      expect(kernels.length).toBeGreaterThan(3)
      const numbers = kernels.map(({ package: name }) => Number(new RegExp(`-(\\d+)-cloud-${arch}$`).exec(name)?.[1]))
      expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
    }
    expect(new Set(lockedKernels.map(({ debSha256 }) => debSha256)).size).toBe(lockedKernels.length)
    for (const { debSha256 } of lockedKernels) expect(debSha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('are tried in order, and the first that apt has is used, later without asking apt', async () => {
    const { path } = kernelFile()
    const { cacheDir, asked } = fakeApt({ 'linux-b=1': path })
    const locked = [entry('linux-a', Buffer.from('gone')), entry('linux-b', vmlinux)]
    const kernel = await resolveKernel({ cacheDir, locked })
    expect(kernel).toMatchObject({ origin: { kind: 'package', locked: true, package: 'linux-b' }, notes: [] })
    expect(asked()).toEqual(['linux-a=1', 'linux-b=1'])
    await resolveKernel({ cacheDir, locked: locked.slice(1) })
    expect(asked()).toHaveLength(2)
  })

  it('are refused when the package that came has another digest', async () => {
    const { path } = kernelFile()
    const { cacheDir } = fakeApt({ 'linux-a=1': path })
    const locked = [entry('linux-a', Buffer.from('what was pinned'))]
    await expect(resolveKernel({ cacheDir, locked })).rejects.toThrow(/linux-a 1 should have SHA-256/)
  })

  it('leave a note when one came with another digest, although the next one could be had', async () => {
    const { path } = kernelFile()
    const { cacheDir } = fakeApt({ 'linux-a=1': path, 'linux-b=1': path })
    const locked = [entry('linux-a', Buffer.from('what was pinned')), entry('linux-b', vmlinux)]
    const { origin, notes } = await resolveKernel({ cacheDir, locked })
    expect(origin).toMatchObject({ locked: true, package: 'linux-b' })
    expect(notes).toEqual(['kernel-digest-mismatch:linux-a'])
  })

  it('give way to the current one, with a note, when none of them can be had', async () => {
    const { path } = kernelFile()
    const current = { name: 'linux-image-test', version: '9', sha256: sha(vmlinux) }
    const { cacheDir } = fakeApt({ 'linux-image-test=9': path }, current)
    const kernel = await resolveKernel({ cacheDir, locked: [entry('linux-a', Buffer.from('gone'))] })
    expect(kernel).toMatchObject({ origin: { locked: false, version: '9' }, notes: ['kernel-not-locked'] })
  })

  it('are reported with what apt said and the remedy when there is none at all', async () => {
    const { cacheDir } = fakeApt({})
    const locked = [entry('linux-a', Buffer.from('gone'))]
    await expect(resolveKernel({ cacheDir, locked })).rejects.toMatchObject({
      code: 'CAPBENCH_MISSING',
      message: expect.stringMatching(/E: no linux-a=1.*apt-get update.*path of a readable/),
    })
  })

  it('are not reported as missing when the caller left while they were fetched', async () => {
    const { cacheDir, asked } = fakeApt({})
    const control = new AbortController()
    const locked = [entry('linux-a', Buffer.from('gone')), entry('linux-b', Buffer.from('gone'))]
    const progress = () => control.abort(new Error('the caller left'))
    const kernel = resolveKernel({ cacheDir, locked, progress, signal: control.signal })
    await expect(kernel).rejects.toThrow('the caller left')
    expect(asked()).toEqual([])
  })
})
