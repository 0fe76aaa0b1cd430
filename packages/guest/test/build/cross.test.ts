import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildableArchitectures } from '../../src/build/compiler.ts'
import { buildGuestProgram, guestProgramNames } from '../../src/build/guest-programs.ts'
import { guestProgram } from '../../src/guest-program.ts'
import { hostArchitecture } from '../../src/host-architecture.ts'
import { temporaryDirectory } from '../support/programs.ts'

const directory = temporaryDirectory()
const buildable = await buildableArchitectures()
const other = hostArchitecture === 'aarch64' ? 'x86_64' : 'aarch64'
/** `e_machine` of ELF. */
const machines = { x86_64: 62, aarch64: 183 } as const

test('a host builds at least for its own architecture', () => {
  expect(buildable[0]).toBe(hostArchitecture)
})

describe('programs for another architecture', () => {
  test.for(guestProgramNames)('%s is built, of that architecture, with the locked digest', async (name, { skip }) => {
    if (!buildable.includes(other)) return skip(`there is no cross compiler for ${other}`)
    const { path, manifest } = await buildGuestProgram(name, join(directory, other), { arch: other })
    expect(readFileSync(path).readUInt16LE(18)).toBe(machines[other])
    expect(manifest.compiler.name).not.toBe('musl-gcc')
    expect(manifest.notes).not.toContain('program-digest-unexpected')
    if (manifest.libc.name !== 'musl') expect(manifest.notes).toContain('unofficial-program')
  })

  test('are expected by another name of the compiler, so that digests are not mixed up', async ({ skip }) => {
    if (!buildable.includes(other)) return skip(`there is no cross compiler for ${other}`)
    const { manifest } = await buildGuestProgram('proof-boot', join(directory, 'names'), { arch: other })
    const { manifest: own } = await buildGuestProgram('proof-boot', join(directory, 'own'))
    expect(manifest.compiler.name).not.toBe(own.compiler.name)
  })

  test('lie in a directory of their own', ({ skip }) => {
    if (!buildable.includes(other)) return skip(`there is no cross compiler for ${other}`)
    const program = guestProgram('init', other)
    expect(program.path).toContain(join('dist', 'programs', `${other}-linux`))
    expect(readFileSync(program.path).readUInt16LE(18)).toBe(machines[other])
  })

  test('are not made by a compiler of this host, and the message names the packages that bring one', async () => {
    const built = buildGuestProgram('proof-boot', directory, { arch: other, compilers: ['gcc', 'no-such-gcc'] })
    await expect(built).rejects.toMatchObject({
      code: 'CAPBENCH_MISSING',
      message: expect.stringMatching(
        new RegExp(`for ${other} is needed, and none of gcc, no-such-gcc is one; .*install gcc-.* libc6-dev-.*-cross`),
      ),
    })
  })
})
