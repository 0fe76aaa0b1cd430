// What capbench wants from Debian. Root gets it by apt, others are told the one command; nothing is installed behind sudo unasked.
import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { run } from './processes.mjs'
import { root } from './steps.mjs'

/** The Debian packages that bring each program. musl-gcc makes the official workload binaries, gcc is its back end. */
const needs = {
  gcc: ['gcc', 'libc6-dev'],
  'musl-gcc': ['musl-tools'],
  'qemu-system-x86_64': ['qemu-system-x86'],
}

function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Whether apt knows what it can fetch; a fresh container does not, and the guest kernel comes by `apt-get download`. */
function hasPackageLists() {
  try {
    return readdirSync('/var/lib/apt/lists').some((name) => name.endsWith('_Packages') || name.includes('_Packages.'))
  } catch {
    return false
  }
}

const missingPackages = () =>
  Object.entries(needs).flatMap(([program, packages]) => (isOnPath(program) ? [] : packages))

/** How apt may be called: `[]` as root, through sudo when the user allows it, otherwise undefined. */
function privilege() {
  if (process.getuid?.() === 0) return []
  if (process.env.CAPBENCH_ALLOW_SUDO === '1' && isOnPath('sudo')) return ['sudo']
  return undefined
}

function apt(prefix, args, log) {
  const [program, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-y', ...args]
  // sudo may ask for a password, so it stays with the terminal.
  const options = prefix.length > 0 ? { stdio: ['inherit', log, log], foreground: true } : { stdio: ['ignore', log, log] }
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
 * line that says what to run: the native host can go on without it.
 */
export async function systemPackages(log) {
  const packages = missingPackages()
  const prefix = privilege()
  const remedy = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`
  if (packages.length === 0) {
    if (prefix?.length === 0 && isOnPath('apt-get') && !hasPackageLists()) await apt(prefix, ['update'], log)
    return { word: 'ok' }
  }
  const advice = `missing on this system, going on without: ${packages.join(' ')}. To get them: ${remedy}`
  if (!isOnPath('apt-get')) return { word: 'partial', advice: `missing on this system: ${Object.keys(needs).filter((n) => !isOnPath(n)).join(' ')}` }
  if (prefix === undefined) return { word: 'partial', advice }
  const status = await install(prefix, packages, log)
  return status === 0 ? { word: 'installed' } : { word: 'partial', advice }
}
