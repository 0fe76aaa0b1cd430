import { once } from 'node:events'
import { expect, test } from 'vitest'
import { readAffinity } from '../../src/pinning/affinity.ts'
import { setAffinity } from '../../src/pinning/set-affinity.ts'
import { launch } from '../../src/process/launch.ts'
import { readHostTopology } from '../../src/topology/read.ts'

const { allowed } = readHostTopology()
const last = allowed.at(-1) ?? 0

test('what was set before the start is read back for every thread', async () => {
  const program =
    'import threading,time;t=threading.Thread(target=time.sleep,args=(60,));t.start();print(1,flush=True);t.join()'
  const child = await launch({ file: 'python3', args: ['-c', program], cpus: [last] })
  await once(child.stdout, 'data')
  const seen = readAffinity(child.pid ?? 0)
  expect(seen).toHaveLength(2)
  expect(seen.map(({ comm, cpus }) => ({ comm, cpus }))).toEqual([0, 1].map(() => ({ comm: 'python3', cpus: [last] })))
  await child.end()
  expect(readAffinity(child.pid ?? 0)).toEqual([])
})

test('a process that runs can be moved, whole or thread by thread', async ({ skip }) => {
  skip(allowed.length < 2, 'needs two allowed CPUs to move a process between')
  const program =
    'import threading,time;t=threading.Thread(target=time.sleep,args=(60,));t.start();print(1,flush=True);t.join()'
  const child = await launch({ file: 'python3', args: ['-c', program], cpus: [last] })
  await once(child.stdout, 'data')
  const { pid = 0 } = child
  const cpus = () => readAffinity(pid).map((thread) => thread.cpus)
  expect(await setAffinity(pid, allowed, { whole: true })).toBeNull()
  expect(cpus()).toEqual([allowed, allowed])
  expect(await setAffinity(readAffinity(pid)[1]?.tid ?? 0, [last])).toBeNull()
  expect(cpus()).toEqual([allowed, [last]])
  await child.end()
})

test('a move that the kernel refuses says why', async () => {
  const child = await launch({ file: 'sleep', args: ['60'] })
  expect(await setAffinity(child.pid ?? 0, [8191])).toMatch(/Invalid argument/)
  await child.end()
  expect(await setAffinity(child.pid ?? 0, [last])).toMatch(/No such process/)
})
