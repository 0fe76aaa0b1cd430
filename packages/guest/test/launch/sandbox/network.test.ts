import { readlinkSync } from 'node:fs'
import { getuid } from 'node:process'
import { beforeAll, describe, expect, test } from 'vitest'
import { startAs } from '../../support/modes.ts'
import { built, temporaryDirectory } from '../../support/programs.ts'
import { only, readRecords } from '../../support/records.ts'
import { launcherNonce, nonce } from '../../support/run.ts'

const directory = temporaryDirectory()
let [launcher, bad] = ['', '']
beforeAll(async () => {
  launcher = await built('capbench-launch', directory)
  bad = await built('bad', directory)
})

const terms = ['cpu', 'signal', 'timer']
/** Makes a network, says which on standard output, and leaves it again with a descriptor of it: 5. */
const inside = 'exec 5</proc/self/ns/net && readlink /proc/self/ns/net && exec nsenter --net=/proc/self/fd/6 -- "$@"'
const made = ['sh', '-c', `exec 6</proc/self/ns/net && exec unshare --net -- sh -c '${inside}' sh "$@"`, 'sh']
const notOne = ['sh', '-c', 'exec 5</dev/null && exec "$@"', 'sh']

async function networkOf(as: readonly string[], granted: readonly string[]) {
  const running = startAs({ as }, [launcher, bad, nonce, 'hang'], granted, ['--network', '5'])
  const [, pid] = await running.seen('report', / started \{"pid":(\d+)/)
  const network = readlinkSync(`/proc/${pid}/ns/net`)
  running.kill('SIGTERM')
  const { report, stdout } = await running.finished
  const records = readRecords(report, launcherNonce)
  const { steps } = only(records, 'authority') as { readonly steps: readonly { step: string; errno: unknown }[] }
  return { network, said: stdout.toString(), entered: steps.find(({ step }) => step === 'enter-network'), records }
}

describe('a network that was made beforehand', () => {
  const skipUnlessRoot = ({ skip }: { readonly skip: (why: string) => void }): void => {
    if (getuid?.() !== 0) skip('only root can make a network and enter it')
  }
  const own = readlinkSync('/proc/self/ns/net')
  const seenAs = (is: string) => expect.objectContaining({ namespaces: expect.objectContaining({ net: is }) })

  test('is the one that the program is in', async (ctx) => {
    skipUnlessRoot(ctx)
    const { network, said, entered, records } = await networkOf(made, terms)
    expect(said.split('\n')[0]).toBe(network)
    expect(network).not.toBe(own)
    expect(entered).toEqual({ step: 'enter-network', errno: null })
    for (const { type, value } of records) if (type === 'observed') expect(value).toEqual(seenAs('own'))
  })

  test('gives way to a new one where the descriptor is none of a network', async (ctx) => {
    skipUnlessRoot(ctx)
    const { network, entered } = await networkOf(notOne, terms)
    expect(network).not.toBe(own)
    expect(entered).toEqual({ step: 'enter-network', errno: null })
  })

  test('is not entered by who may reach other machines', async (ctx) => {
    skipUnlessRoot(ctx)
    const { network, entered } = await networkOf(made, [...terms, 'net.external'])
    expect(network).toBe(own)
    expect(entered).toBeUndefined()
  })
})
