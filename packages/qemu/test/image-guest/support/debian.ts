import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDirectory } from '../../../src/cache/directory.ts'
import { writeDebianFiles } from './debian-files.ts'

/** Packages beyond the minimal variant: an init that starts a login on the serial port. */
const include = 'sysvinit-core'
const suite = 'bookworm'
/** Nothing that is read by a person: the image is loaded into memory whole. */
const removed = [
  ...['usr/share/doc', 'usr/share/locale', 'usr/share/man', 'usr/share/zoneinfo', 'usr/share/info'],
  ...['usr/share/bash-completion', 'var/cache', 'var/lib/apt', 'var/lib/dpkg', 'usr/lib/apt'],
]

/** Why Debian cannot be built here, or undefined where it can. */
export function obstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'debootstrap needs root'
  const missing = ['debootstrap', 'cpio'].find(
    (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0,
  )
  return missing === undefined ? undefined : `${missing} is not installed`
}

/**
 * A minimal Debian as an initramfs, built once by debootstrap from the mirror that apt knows, with a login on ttyS0 and
 * this password of root. As an initramfs it boots with the cloud kernel, whose disk drivers are modules.
 *
 * @returns its path, or why it could not be built
 */
export function debianInitramfs(password: string): { readonly path: string } | { readonly why: string } {
  const recipe = createHash('sha256')
  for (const part of [suite, include, removed.join(), password]) recipe.update(`${part}\0`)
  recipe.update(readFileSync(join(import.meta.dirname, 'debian-files.ts')))
  const directory = join(cacheDirectory(), 'test-images')
  const path = join(directory, `debian-${recipe.digest('hex').slice(0, 16)}.cpio`)
  if (existsSync(path)) return { path }
  mkdirSync(directory, { recursive: true })
  const work = mkdtempSync(join(directory, 'debian-'))
  try {
    const root = join(work, 'root')
    const made = spawnSync('debootstrap', ['--variant=minbase', `--include=${include}`, suite, root], {
      encoding: 'utf8',
      timeout: 250_000,
    })
    if (made.status !== 0) return { why: `debootstrap failed: ${(made.stdout + made.stderr).trim().slice(-300)}` }
    for (const name of removed) rmSync(join(root, name), { recursive: true, force: true })
    writeDebianFiles(root)
    execFileSync('chroot', [root, 'chpasswd'], { input: `root:${password}\n` })
    const list = execFileSync('find', ['.', '-print0'], { cwd: root, maxBuffer: 64 << 20 })
    const cpio = execFileSync('cpio', ['--null', '--create', '--format=newc', '--quiet'], {
      cwd: root,
      input: list,
      maxBuffer: 512 << 20,
    })
    writeFileSync(join(work, 'whole'), cpio)
    renameSync(join(work, 'whole'), path)
    return { path }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
