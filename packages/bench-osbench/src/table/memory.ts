import type { memory } from '../intents/memory.ts'
import type { Row } from './cell.ts'
import { alone, compared, linux, noSystem, notApplicable, onLinux, outOfScope } from './cells.ts'

const explicitCommit = 'capOS names the range by a handle and counts it against a quota.'
const noFileMapping = notApplicable('no_subsystem', 'file_mapping', 'a file cannot be mapped')

/** The same kernel of ours, compiled for each system. */
const compute = (what: string): Row => ({
  ...onLinux('user_compute', what),
  bare: compared(
    'user_compute',
    what,
    { label: 'user_compute', difference: 'Ring 0, pages of 2 MiB, no interrupts; Linux has pages of 4 KiB or larger.' },
    { requires: ['cpu.direct'] },
  ),
  capos: compared(
    'user_compute',
    what,
    { label: 'user_compute', difference: 'The same kernel; page size and target features of capOS are its own.' },
    { requires: ['memory.map'] },
  ),
})

export const memoryRows = {
  'vm.fault_anon': {
    ...onLinux('demand_zero', 'mmap(2) of anonymous memory, one write to each page'),
    bare: alone('fault_map', 'a page fault whose handler writes the page table and returns', {
      requires: ['cpu.direct'],
      differs: ['No page is cleared, and nothing is accounted.'],
    }),
    capos: notApplicable('no_semantics', 'demand_zero', 'memory is committed explicitly, see vm.commit'),
  },
  'vm.fault_file': {
    ...onLinux('map_page_cache', 'mmap(2) of a file, one read of each page', ['file']),
    bare: noSystem.file,
    capos: noFileMapping,
  },
  'vm.map_unmap': {
    ...onLinux('mmap_munmap', 'mmap(2), munmap(2)'),
    bare: alone('pte_update', 'a write to the page table and invlpg', {
      requires: ['cpu.direct'],
      differs: ['No range is searched and nothing is accounted.'],
    }),
    capos: compared(
      'vm_cap_call',
      'VirtualMemory.map, VirtualMemory.unmap',
      { label: 'mmap_munmap', difference: explicitCommit },
      { requires: ['ring', 'virtual_memory'], differs: ['The ledger must be as it was.'] },
    ),
  },
  'vm.protect': {
    ...onLinux('mprotect', 'mprotect(2) to read-only and back'),
    bare: alone('pte_update', 'a write to the page table and invlpg', { requires: ['cpu.direct'] }),
    capos: compared(
      'vm_cap_call',
      'VirtualMemory.protect to read-only and back',
      { label: 'mprotect', difference: explicitCommit },
      { requires: ['ring', 'virtual_memory'] },
    ),
  },
  'vm.commit': {
    ...linux(notApplicable('no_semantics', 'explicit_commit', 'pages come with the first touch, see vm.fault_anon')),
    bare: notApplicable('no_subsystem', 'virtual_memory', 'nothing is reserved'),
    capos: alone('vm_commit', 'VirtualMemory reserve, commit, touch, decommit', {
      requires: ['ring', 'virtual_memory'],
      differs: ['No counterpart: elsewhere the same cost is spread over calls and faults.'],
    }),
  },
  'vm.shared_map': {
    ...onLinux('memfd', 'memfd_create(2), mmap(2) twice, munmap(2)'),
    bare: noSystem.process,
    capos: compared(
      'memobj_map',
      'a MemoryObject mapped in two address spaces, then unmapped',
      {
        label: 'memfd',
        difference: 'Two address spaces on capOS, where a call hands the object over; one on Linux, mapped twice.',
      },
      { requires: ['ring', 'memory_object', 'process.spawn'] },
    ),
  },
  'vm.map_touch_unmap': {
    ...onLinux('mmap_touch_munmap', 'mmap(2), one write to each page, munmap(2)'),
    bare: notApplicable('no_subsystem', 'virtual_memory', 'all memory is mapped'),
    capos: notApplicable('alias', 'vm_commit', 'the same primitive as vm.commit, not reported twice'),
  },
  'mem.read': compute('64-bit sums over a block'),
  'mem.set': compute('memset over a block'),
  'mem.copy': compute('memcpy between blocks'),
  'mem.latency': compute('a chain of loads in random order'),
  'mem.hardware': outOfScope('Says what the machine is, not what a system does; the environment records it.'),
} as const satisfies { readonly [Id in keyof typeof memory]: Row }
