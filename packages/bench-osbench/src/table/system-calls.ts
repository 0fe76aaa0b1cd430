import type { systemCalls } from '../intents/system-calls.ts'
import type { Row } from './cell.ts'
import { alone, compared, linux, noSystem, notApplicable, onLinux } from './cells.ts'

const noSignals = notApplicable('no_semantics', 'signals', 'a notice of a fault or an exit is a message, not a signal')
const noUring = notApplicable('no_subsystem', 'ring', 'there is no kernel to share one with')

const readOne = 'pread(2) of the one byte of a file in memory (memfd_create(2))'
const writeOne = 'pwrite(2) of the one byte of a file in memory (memfd_create(2))'
/** Such a device is no part of a confinement, and nobody may make one there. */
const noDevices = ['The usual way is /dev/zero and /dev/null. A confined program has no device, so that it is a file.']

export const systemCallRows = {
  'syscall.null': {
    ...onLinux('getppid', 'getppid(2) by syscall(2)'),
    bare: noSystem.boundary,
    capos: compared(
      'ring_entry',
      'CAP_OP_NOP in the submission ring, then cap_enter(1, 0)',
      {
        label: 'getppid',
        difference:
          'One ring operation is validated and completed besides the entry; no process data is read. ' +
          'Not a POSIX system call.',
      },
      {
        requires: ['ring'],
        differs: [
          'Timer polling may drain a NOP too: the calls of cap_enter are counted and must equal the operations.',
        ],
      },
    ),
  },
  'syscall.call_min': {
    ...linux(alone('pread_memfd', readOne, { requires: ['memory.file'], shows: 'read1', differs: noDevices })),
    bare: noSystem.boundary,
    capos: compared(
      'cap_call',
      'CALL of Timer.now over the ring, then cap_enter(1, 0)',
      {
        label: 'pread_memfd',
        difference:
          'A message is decoded and encoded where Linux finds a page of memory and copies one byte of it; both look ' +
          'an object up by a small integer.',
      },
      { requires: ['ring', 'timer'], differs: ['The method reads a clock.'] },
    ),
  },
  'syscall.call_null': {
    ...linux(notApplicable('no_semantics', 'null_capability', 'Linux has no object with an empty method')),
    bare: noSystem.boundary,
    capos: alone('cap_call_null', 'CALL of the empty method of NullCap over the ring, then cap_enter(1, 0)', {
      requires: ['ring', 'null_cap'],
      conditions: ['measure_kernel'],
      differs: ['NullCap exists in a kernel with the feature `measure` alone.'],
    }),
  },
  dup_close: {
    ...onLinux('dup_close', 'dup(2), close(2)'),
    bare: noSystem.boundary,
    capos: notApplicable('no_semantics', 'descriptors', 'a handle is copied by giving it to somebody, not by itself'),
  },
  'uring.nop': {
    ...onLinux('uring_nop', 'IORING_OP_NOP, io_uring_enter(1, 1)', ['io_uring']),
    bare: noUring,
    capos: compared(
      'ring_entry',
      'CAP_OP_NOP in the submission ring, then cap_enter(1, 0)',
      {
        label: 'uring_nop',
        difference:
          'Both complete one empty operation with one entry; io_uring allocates a request, capOS validates an entry ' +
          'and may poll the ring from its timer.',
      },
      { requires: ['ring'], shows: 'syscall.null' },
    ),
  },
  'uring.nop_batch16': {
    ...onLinux('uring_nop_batch16', 'sixteen IORING_OP_NOP, io_uring_enter(16, 16)', ['io_uring']),
    bare: noUring,
    capos: compared(
      'ring_entry_batch16',
      'sixteen CAP_OP_NOP, then one cap_enter(16, 0)',
      {
        label: 'uring_nop_batch16',
        difference: 'Sixteen is all that the capOS ring holds; that of io_uring is larger.',
      },
      { requires: ['ring'], differs: ['The submission ring is full.'] },
    ),
  },
  'cap.reject': {
    ...linux(
      notApplicable('no_workload', 'program', 'nobody has written it; a call on a closed descriptor is nearest'),
    ),
    bare: noSystem.boundary,
    capos: alone('cap_reject', 'CALL on a CapId of an older generation, then cap_enter(1, 0)', {
      requires: ['ring'],
      differs: ['It must be refused: an answer is a failure.', 'A descriptor of Linux has no generation.'],
    }),
  },
  read1: {
    ...linux(alone('pread_memfd', readOne, { requires: ['memory.file'], differs: noDevices })),
    bare: noSystem.boundary,
    capos: alone('cap_call_payload', 'CALL of NullCap with an answer of one byte', {
      requires: ['ring', 'null_cap'],
      conditions: ['measure_kernel'],
      differs: ['There is no device that reads as zeroes; without NullCap nothing stands for it.'],
    }),
  },
  write1: {
    ...linux(alone('pwrite_memfd', writeOne, { requires: ['memory.file'], differs: noDevices })),
    bare: noSystem.boundary,
    capos: alone('cap_call_payload', 'CALL of NullCap with a payload of one byte', {
      requires: ['ring', 'null_cap'],
      conditions: ['measure_kernel'],
      differs: ['There is no device that takes everything; without NullCap nothing stands for it.'],
    }),
  },
  poll: {
    ...onLinux('poll', 'poll(2) of N event counters, one of them ready, timeout 0', ['ipc.event']),
    bare: noSystem.ipc,
    capos: alone('ring_wait_any', 'up to 15 outstanding operations, one that completes, cap_enter(1, forever)', {
      requires: ['ring', 'timer'],
      only: { metrics: ['poll.10'], why: 'the ring has 16 entries.' },
      differs: ['Completion of an operation, not readiness of an object.'],
    }),
  },
  select: {
    ...onLinux('select', 'select(2) of N event counters, one of them ready, timeout 0', ['ipc.event']),
    bare: noSystem.ipc,
    capos: notApplicable('alias', 'ring_wait_any', 'the same primitive as poll, not reported twice'),
  },
  'select.tcp': {
    ...linux(notApplicable('no_workload', 'program', 'nobody has written it; select has event counters as sources')),
    bare: noSystem.network,
    capos: notApplicable('no_subsystem', 'tcp_loopback', 'sockets exist as a proof over a host peer'),
  },
  'signal.install': {
    ...onLinux('sigaction', 'sigaction(2)', ['signal']),
    bare: noSystem.signal,
    capos: noSignals,
  },
  'signal.catch': {
    ...onLinux('kill_self', 'kill(2) of itself, handler, sigreturn(2)', ['signal']),
    bare: noSystem.signal,
    capos: noSignals,
  },
  'signal.kill0': {
    ...onLinux('kill_zero', 'kill(2) of itself with signal 0', ['signal']),
    bare: noSystem.signal,
    capos: noSignals,
  },
  'signal.prot': {
    ...onLinux('sigsegv', 'write to a read-only page, SIGSEGV handler, sigreturn(2)', ['signal']),
    bare: alone('exception_rtt', 'an exception of the CPU, its handler, iret', {
      requires: ['cpu.direct'],
      differs: ['No privilege boundary is crossed and no state of a process is saved.'],
    }),
    capos: noSignals,
  },
  'timer.sleep': {
    ...onLinux('nanosleep', 'nanosleep(2) of one millisecond'),
    bare: alone('timer_irq', 'one-shot timer of the CPU, then hlt until its interrupt', {
      requires: ['cpu.direct'],
      differs: ['The CPU wakes and no thread does: nothing is scheduled.'],
    }),
    capos: compared(
      'timer_wake',
      'Timer.sleep over the ring, then cap_enter(1, forever)',
      {
        label: 'nanosleep',
        difference: 'The sleep is an operation of a ring; the resolution of the timer is found first and stated.',
      },
      { requires: ['ring', 'timer'], differs: ['A tick of 100 Hz would be most of the figure.'] },
    ),
  },
} as const satisfies { readonly [Id in keyof typeof systemCalls]: Row }
