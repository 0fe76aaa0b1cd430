import { once } from 'node:events'
import { expect, test } from 'vitest'
import { compareAffinity, readAffinity } from '../../src/pinning/affinity.ts'
import { capture } from '../../src/process/capture.ts'
import { launch } from '../../src/process/launch.ts'
import { formatCpuList } from '../../src/topology/cpu-list.ts'
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
  expect(compareAffinity([last], seen)).toEqual({ held: true, outside: [], narrower: [] })
  await child.end()
  expect(readAffinity(child.pid ?? 0)).toEqual([])
})

test('an affinity that was changed from outside is noticed', async ({ skip }) => {
  skip(allowed.length < 2, 'needs two allowed CPUs to move a process between')
  const child = await launch({ file: 'sleep', args: ['60'], cpus: [last] })
  while (readAffinity(child.pid ?? 0)[0]?.comm !== 'sleep') await new Promise((resolve) => setImmediate(resolve))
  await capture({ file: 'taskset', args: ['-acp', formatCpuList(allowed), `${child.pid}`] })
  const seen = readAffinity(child.pid ?? 0)
  expect(compareAffinity([last], seen)).toMatchObject({ held: false, outside: seen })
  await child.end()
})

test('a thread bound to fewer of the wanted CPUs is inside them; no thread at all proves nothing', () => {
  const threads = [
    { tid: 1, comm: 'main', cpus: [0, 1] },
    { tid: 2, comm: 'worker', cpus: [1] },
  ]
  expect(compareAffinity([0, 1], threads)).toEqual({ held: true, outside: [], narrower: [threads[1]] })
  expect(compareAffinity([0], threads)).toMatchObject({ held: false, outside: threads })
  expect(compareAffinity([0], [])).toMatchObject({ held: false })
})
