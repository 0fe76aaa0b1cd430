import { spawn } from 'node:child_process'
import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { buildBareProgram, buildProgram } from '@capbench/guest'
import { nonce, temporaryDirectory } from '@capbench/house-programs'
import { beforeAll, describe, expect, it } from 'vitest'
import { bareSources, packageRoot, programSources } from '../../src/program.ts'
import { built } from '../support/program.ts'

const directory = temporaryDirectory()
const lock = join(packageRoot, 'programs.lock.json')

/** Processes that run a program. */
function runningOf(program: string): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/exe`).startsWith(program) ? [Number(name)] : []
    } catch {
      return [] // it ended meanwhile, or is somebody else's
    }
  })
}

describe('the processes of a run', () => {
  let program = ''
  beforeAll(async () => {
    program = await built(join(directory, 'mutable'), { mutable: true })
  })

  it('die with the one that was started, even in the middle of an intent that hangs', async () => {
    const hang = 'mutate=8'
    // what is killed cannot tidy up, so it gets no directory
    const child = spawn(program, [nonce, '20', '0', 'file', hang, 'pipe.rtt.same_cpu'], { stdio: 'ignore', env: {} })
    const ended = new Promise((resolve) => child.once('close', resolve))
    // the program, the process of the intent, and its peer
    await expect.poll(() => runningOf(program).length, { timeout: 60_000 }).toBe(3)
    child.kill('SIGKILL')
    await ended
    await expect.poll(() => runningOf(program), { timeout: 60_000 }).toEqual([])
  })
})

describe.each([
  ['Linux', buildProgram, programSources],
  ['no operating system', buildBareProgram, bareSources],
] as const)('the program for %s', (_, build, sources) => {
  it('is what the lock expects where it knows these versions, twice the same bytes', async () => {
    const remedy = 'the sources or flags changed: run the script "lock" of this package'
    const made = (outDir: string) => build({ ...sources(), root: packageRoot, outDir: join(directory, outDir), lock })
    const [first, second] = [await made('one'), await made('two')]
    expect(first.manifest.notes, remedy).not.toContain('program-digest-unexpected')
    expect(second.manifest).toEqual(first.manifest)
  })
})
