import { type NonEmpty, type Verifier, verdictOf } from '@capbench/core'
import { expectDenied } from '@capbench/verifiers'
import type { Area } from './area.ts'
import type { CaposErrors } from './dispatch.ts'
import type { Operation } from './operations.ts'
import { count, exactly, hex, type Place, primitiveRecords, type RunOf, word } from './records.ts'
import { whereMeasured } from './where-measured.ts'

const records = {
  /** A word that was written through one mapping and read through another, or after a change of protection. */
  visibility: exactly({ op: word, written: hex, read: hex }),
  /** Pages of the quota, and pages that were given before the first refusal. */
  quota: exactly({ limitPages: count, grantedPages: count }),
  /** Pages and handles that the process held before the first operation and after the last. */
  ledger: exactly({ pagesBefore: count, pagesAfter: count, handlesBefore: count, handlesAfter: count }),
} as const
type Run = RunOf<typeof records>

const virtual = { subsystem: 'virtual_memory' } as const
const counted = 'capOS names the range by a handle and counts it against a quota.'
const operations = [
  {
    name: 'vm_map_unmap',
    mechanism: 'VirtualMemory.map, VirtualMemory.unmap',
    beside: { intent: 'vm.map_unmap', difference: counted },
    ...virtual,
  },
  {
    name: 'vm_protect',
    mechanism: 'VirtualMemory.protect to read-only and back',
    beside: { intent: 'vm.protect', difference: counted },
    ...virtual,
  },
  {
    name: 'memobj_map',
    mechanism: 'a MemoryObject mapped in two address spaces, then unmapped',
    subsystem: 'memory_object',
    beside: { intent: 'vm.shared_map', difference: 'Two address spaces on capOS, one on Linux, mapped twice.' },
  },
  {
    name: 'frame_alloc_free',
    mechanism: 'FrameAllocator: one frame taken and given back',
    subsystem: 'frame_allocator',
    beside: { none: 'Linux gives no frames to programs.' },
  },
] as const satisfies readonly Operation[]

const ofVirtual = ['vm_map_unmap', 'vm_protect'] as const

const memoryConditions = (errors: CaposErrors): NonEmpty<Verifier<Run>> => [
  {
    name: 'data-visibility',
    version: 1,
    judge: ({ own, batches }) => {
      const mapped = ['vm_map_unmap', 'vm_protect', 'memobj_map'].filter((name) =>
        batches.some(({ op }) => op === name),
      )
      const blind = mapped.find((name) => !own.visibility.some(({ op }) => op === name))
      const lost = own.visibility.find(({ written, read }) => written !== read)
      const said = lost && `${lost.op}: ${lost.written} was written, ${lost.read} read`
      return verdictOf({ 'data visibility': blind === undefined ? said : `nobody read what ${blind} made visible` })
    },
  },
  whereMeasured(expectDenied('virtual-memory', 'write_execute', errors.writeAndExecute), ...ofVirtual),
  whereMeasured(
    {
      name: 'quota-holds',
      version: 1,
      judge: ({ own }) => {
        const [quota] = own.quota
        const holds = quota !== undefined && quota.grantedPages <= quota.limitPages && quota.grantedPages > 0
        const said = quota && `${quota.grantedPages} pages were given of a quota of ${quota.limitPages}`
        return verdictOf({ quota: holds ? undefined : (said ?? 'nobody went up to the quota') })
      },
    },
    ...ofVirtual,
  ),
  whereMeasured(expectDenied('virtual-memory', 'commit_over_quota', errors.quotaExceeded), ...ofVirtual),
  {
    name: 'cleanup',
    version: 1,
    judge: ({ own }) => {
      const [ledger] = own.ledger
      if (ledger === undefined || own.ledger.length > 1)
        return verdictOf({ cleanup: `${own.ledger.length} ledgers were reported` })
      const { pagesBefore, pagesAfter, handlesBefore, handlesAfter } = ledger
      const clean = pagesBefore === pagesAfter && handlesBefore === handlesAfter
      const said = `pages ${pagesBefore} to ${pagesAfter}, handles ${handlesBefore} to ${handlesAfter}`
      return verdictOf({ cleanup: clean ? undefined : said })
    },
  },
]

export const memoryArea = (place: Place, errors: CaposErrors): Area<Run> => ({
  name: 'capos-memory',
  row: { area: 'VM/memory', condition: 'data visibility, W^X, quota, and cleanup checks pass' },
  operations,
  conditions: memoryConditions(errors),
  terms: ['memory.map', 'memory.share', 'process.spawn'],
  timedRegion: 'batches of operations on ranges of 16 pages',
  parser: primitiveRecords(records, place),
})
