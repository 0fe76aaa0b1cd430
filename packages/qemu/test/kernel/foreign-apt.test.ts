import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, it, onTestFinished } from 'vitest'
import { resolveKernel } from '../../src/kernel/resolve.ts'
import { arm64Image } from '../helpers/arm64-image.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { pvhKernel, spin } from '../helpers/elf.ts'
import { script } from '../helpers/script.ts'

const arch = process.arch === 'arm64' ? 'x86_64' : 'aarch64'
const image = arch === 'aarch64' ? arm64Image() : pvhKernel(spin)
const debSha256 = createHash('sha256').update(image).digest('hex')
const architecture = arch === 'aarch64' ? 'arm64' : 'amd64'
const pinned = (version: string) => [
  { package: 'linux-a', version, architecture, debSha256, vmlinuz: 'boot/vmlinuz-test' },
  { package: 'linux-host', version, architecture: 'of the host', debSha256, vmlinuz: 'boot/vmlinuz-test' },
]

/** An apt whose mirror has version `version` of one package; its lists name the version of the time of their update. */
function fakeApt() {
  const directory = temporaryDirectory()
  const mirror = join(directory, 'version')
  script(
    directory,
    'apt-get',
    `echo "$@" >> ${directory}/asked
     for word; do case "$word" in Dir::State::lists=*) lists="\${word#*=}" ;; esac; last="$word"; done
     if [ "$last" = update ]; then
       [ -f ${mirror} ] || { echo "E: no network" >&2; exit 100; }
       cp ${mirror} "$lists/main_Packages"; exit
     fi
     [ "$last" = "linux-a=$(cat "$lists/main_Packages")" ] && cmp -s "$lists/main_Packages" ${mirror} ||
       { echo "E: no $last" >&2; exit 100; }
     cp ${directory}/image package.deb`,
  )
  script(directory, 'dpkg-deb', `mkdir -p "$3/boot" && cp "$2" "$3/boot/vmlinuz-test"`)
  script(directory, 'apt-cache', 'echo "E: no packages found" >&2; exit 100')
  writeFileSync(join(directory, 'image'), image)
  const path = process.env.PATH
  process.env.PATH = `${directory}:/usr/bin:/bin`
  onTestFinished(() => {
    process.env.PATH = path
  })
  const asked = (): string[] =>
    existsSync(join(directory, 'asked')) ? readFileSync(join(directory, 'asked'), 'utf8').trim().split('\n') : []
  return { cacheDir: join(directory, 'cache'), asked, offer: (version: string) => writeFileSync(mirror, version) }
}

describe('the kernel of another architecture than that of the host', () => {
  it('comes by package lists of its own in the cache, and is there later without asking apt', async () => {
    const { cacheDir, asked, offer } = fakeApt()
    offer('1')
    const kernel = await resolveKernel({ cacheDir, arch, locked: pinned('1') })
    expect(kernel).toMatchObject({ origin: { package: 'linux-a', locked: true }, notes: [] })
    expect(readFileSync(kernel.vmlinux).equals(image)).toBe(true)
    expect(asked()).toEqual([expect.stringMatching(/ update$/), expect.stringMatching(/ download linux-a=1$/)])
    for (const line of asked()) {
      expect(line).toContain(`APT::Architecture=${architecture}`)
      for (const [, place = ''] of line.matchAll(/Dir::(?:State|Cache)[a-z:]*=(\S*)/g))
        expect(place === '' || place.startsWith(cacheDir), place).toBe(true)
    }
    await resolveKernel({ cacheDir, arch, locked: pinned('1') })
    expect(asked()).toHaveLength(2)
  })

  it('is looked for in new lists where the mirror has dropped what the old ones name', async () => {
    const { cacheDir, asked, offer } = fakeApt()
    offer('1')
    await expect(resolveKernel({ cacheDir, arch, locked: pinned('2') })).rejects.toThrow(/E: no linux-a=2/)
    expect(asked().filter((line) => line.endsWith('update'))).toHaveLength(1)
    offer('2')
    expect(await resolveKernel({ cacheDir, arch, locked: pinned('2') })).toMatchObject({ origin: { version: '2' } })
    expect(asked().filter((line) => line.endsWith('update'))).toHaveLength(2)
  })

  it('is reported with the remedy where no lists can be fetched, and nothing half made stays', async () => {
    const { cacheDir } = fakeApt()
    await expect(resolveKernel({ cacheDir, arch, locked: pinned('1') })).rejects.toMatchObject({
      code: 'CAPBENCH_MISSING',
      message: expect.stringMatching(/cloud kernel for .* was wanted.*E: no network.*path of a readable/),
    })
    expect(readdirSync(join(cacheDir, 'apt'))).toEqual([])
  })
})

it('a kernel in the cache is not taken for one of another architecture', async () => {
  const directory = temporaryDirectory()
  const [cacheDir, path] = [join(directory, 'cache'), join(directory, 'kernel')]
  writeFileSync(path, arm64Image())
  expect(await resolveKernel({ path, cacheDir, arch: 'aarch64' })).toMatchObject({ format: 'Image' })
  await expect(resolveKernel({ path, cacheDir })).rejects.toThrow(/this is an arm64 kernel/)
  writeFileSync(path, pvhKernel(spin))
  expect(await resolveKernel({ path, cacheDir })).toMatchObject({ format: 'vmlinux' })
  await expect(resolveKernel({ path, cacheDir, arch: 'aarch64' })).rejects.toThrow(/this is an x86-64 kernel/)
})
