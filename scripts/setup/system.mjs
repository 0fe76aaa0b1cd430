// What capbench wants from Debian. Root gets it by apt, others are told the one command;
// nothing is installed through sudo unasked.
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import process from 'node:process'
import { run } from './processes.mjs'
import { root } from './steps.mjs'

/**
 * The Debian packages that bring what capbench runs on, by program. musl-gcc makes the official workload binaries, gcc
 * is its back end.
 */
const runs = {
  gcc: ['gcc', 'libc6-dev'],
  'musl-gcc': ['musl-tools'],
  'qemu-system-x86_64': ['qemu-system-x86'],
}
/** What only tests want: another architecture or language, systems with consoles, readers of a format, shells. */
const tests = {
  'qemu-system-aarch64': ['qemu-system-arm'],
  'aarch64-linux-gnu-gcc': ['gcc-aarch64-linux-gnu', 'libc6-dev-arm64-cross'],
  rustc: ['rustc'],
  debootstrap: ['debootstrap'],
  '/usr/lib/u-boot/qemu-x86_64/u-boot.rom': ['u-boot-qemu'],
  '/usr/lib/grub-rescue/grub-rescue-cdrom.iso': ['grub-rescue-pc'],
  cpio: ['cpio'],
  zsh: ['zsh'],
  fish: ['fish'],
  capnp: ['capnproto'],
}
/** What only `npm run test:full` wants, for its size of some 250 MB: reports are looked at in a browser. */
const full = { '/usr/bin/chromium': ['chromium'] }
/** By what they are for. */
export const needs = { runs, tests, full }

function isThere(program) {
  if (isAbsolute(program)) return existsSync(program)
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Whether apt knows what there is to fetch: a fresh container does not, and the guest kernel comes by apt too. */
function hasPackageLists() {
  try {
    return readdirSync('/var/lib/apt/lists').some((name) => name.endsWith('_Packages') || name.includes('_Packages.'))
  } catch {
    return false
  }
}

/** How apt may be called: `[]` as root, through sudo when the user allows it, otherwise undefined. */
function privilege() {
  if (process.getuid?.() === 0) return []
  if (process.env.CAPBENCH_ALLOW_SUDO === '1' && isThere('sudo')) return ['sudo']
  return undefined
}

function apt(prefix, args, log) {
  const [program, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-y', ...args]
  // sudo may ask for a password, so it stays with the terminal.
  const options =
    prefix.length > 0 ? { stdio: ['inherit', log, log], foreground: true } : { stdio: ['ignore', log, log] }
  return run(program, rest, { ...options, cwd: root })
}

async function install(prefix, packages, log) {
  const args = ['install', '--no-install-recommends', ...packages]
  if (hasPackageLists() && (await apt(prefix, args, log)).status === 0) return 0
  const update = await apt(prefix, ['update'], log) // no lists, or so old that the mirror has dropped what they name
  return update.status === 0 ? (await apt(prefix, args, log)).status : update.status
}

/**
 * Brings what is missing, as far as it may. Returns a word for the step's line and, where something stays missing, one
 * line that says what to run: the native host can go on without it, and tests are skipped with the reason.
 */
export async function systemPackages(log, wanted = needs.runs) {
  const missing = Object.keys(wanted).filter((program) => !isThere(program))
  const prefix = isThere('apt-get') ? privilege() : undefined
  if (missing.length === 0) {
    if (prefix?.length === 0 && !hasPackageLists()) await apt(prefix, ['update'], log)
    return { word: 'ok' }
  }
  const packages = missing.flatMap((program) => wanted[program])
  if (prefix !== undefined && (await install(prefix, packages, log)) === 0) return { word: 'installed' }
  const remedy = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`
  return { word: 'partial', advice: `going on without ${missing.join(', ')}; to get them, as root: ${remedy}` }
}
