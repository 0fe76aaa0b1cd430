import { copyFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { type JsonValue, lines } from '@capbench/core'
import { type ProgramName, testTarget } from '@capbench/core/testing'
import { findExecutable, readHostTopology } from '@capbench/host'
import { expect, it } from 'vitest'
import { harnessTarget } from '../../src/harness/target.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { script } from '../helpers/script.ts'

const names = ['good', 'exit1', 'crash', 'garbage', 'half', 'nothing', 'hang', 'flood'] as const satisfies ProgramName[]

/** Its QEMU is one in name alone: a copy of `sleep`. */
const body = `
qemu() { taskset -c "$PIN" ./qemu-system-fixture "$1"; }
case $1 in
  good) qemu 0.2; echo 'answer 42;'; echo over ;;
  exit1) echo 'answer 42;'; exit 1 ;;
  crash) echo 'answer 42;'; kill -SEGV $$ ;;
  garbage) head -c 4000 /dev/urandom ;;
  half) printf 'answer 42;\\nov' ;;
  nothing) ;;
  hang) echo 'answer 42;'; qemu 60 ;;
  flood) yes ;;
esac`

it('keeps the contract of every target', async () => {
  const cwd = temporaryDirectory()
  const sleep = findExecutable('sleep', '/', process.env.PATH ?? '')
  if (!sleep.found) throw new Error(sleep.message)
  copyFileSync(realpathSync(sleep.path), join(cwd, 'qemu-system-fixture'))
  script(cwd, 'harness', body)
  let next: ProgramName = 'good'
  const target = harnessTarget({
    name: 'fixture',
    system: 'fixture',
    command: () => ['./harness', next],
    cwd,
    pin: readHostTopology().allowed.slice(0, 1),
    env: ({ pin }) => ({ PIN: `${pin}` }),
  })
  const programs = Object.fromEntries(
    names.map((name) => [
      name,
      () => {
        next = name
        return { form: 'console', dialogue: [] } as const
      },
    ]),
  )
  const parser = lines<RegExp, JsonValue>({
    pattern: /answer (?<answer>\d+);/,
    final: 'over',
    exit: 0,
    observe: (found) => found.length,
  })
  const report = await testTarget(target, {
    programs: { good: () => ({ form: 'console', dialogue: [] }), ...programs },
    parser,
  })
  expect(report.checks.filter(({ outcome }) => outcome !== 'pass')).toEqual([])
})
