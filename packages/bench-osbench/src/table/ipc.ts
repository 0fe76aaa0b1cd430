import type { ipc } from '../intents/ipc.ts'
import type { Row } from './cell.ts'
import { alone, compared, linux, noSystem, notApplicable, onLinux } from './cells.ts'

const sameAsEndpoint = notApplicable('alias', 'endpoint_rtt', 'the same primitive as pipe.rtt, not reported twice')
const message = 'One call carries the question and its answer; on Linux two bytes streams carry one message each.'

export const ipcRows = {
  'pipe.self': {
    ...onLinux('pipe_self', 'write(2) and read(2) of 512 bytes over one pipe', ['ipc.pipe']),
    bare: noSystem.ipc,
    capos: compared(
      'pipe_cap',
      'write and read of 512 bytes over a Pipe capability',
      { label: 'pipe_self', difference: 'Each half is a call on a capability over the ring.' },
      { requires: ['ring', 'pipe'] },
    ),
  },
  'pipe.rtt': {
    ...onLinux('pipe_pair', 'write(2) and read(2) over two pipes, two processes', ['ipc.pipe', 'process.spawn']),
    bare: alone('ipi_rtt', 'an interrupt to a second CPU that sleeps in hlt, and one back', {
      requires: ['cpu.direct', 'smp'],
      only: { metrics: ['pipe.rtt.diff_cpu'], why: 'an interrupt goes to another CPU.' },
      differs: ['No message is copied and nothing is scheduled.'],
    }),
    capos: compared(
      'endpoint_rtt',
      'CALL on a ClientEndpoint, RECV and RETURN on its Endpoint, two processes',
      { label: 'pipe_pair', difference: `${message} Whether the CPU is handed over directly is stated.` },
      { requires: ['ring', 'endpoint', 'process.spawn'], differs: ['The caller waits for exactly one answer.'] },
    ),
  },
  'pipe.object_rtt': {
    ...onLinux('pipe_pair', 'the figure of pipe.rtt', ['ipc.pipe', 'process.spawn'], 'pipe.rtt'),
    bare: noSystem.ipc,
    capos: compared(
      'pipe_cap_rtt',
      'write and read over two Pipe capabilities, two processes',
      { label: 'pipe_pair', difference: 'Both carry bytes; each half is a call on a capability over the ring.' },
      { requires: ['ring', 'pipe', 'process.spawn'] },
    ),
  },
  'pipe.bw': {
    ...onLinux('pipe_stream', 'write(2) and read(2) of 64 KiB over a pipe, two processes', [
      'ipc.pipe',
      'process.spawn',
    ]),
    bare: noSystem.ipc,
    capos: alone('endpoint_stream', 'CALLs of the largest payload that an Endpoint takes, one after the other', {
      requires: ['ring', 'endpoint', 'process.spawn'],
      differs: ['Every chunk waits for its answer, and a chunk is far smaller than 64 KiB.'],
    }),
  },
  'pipe.object_bw': {
    ...onLinux('pipe_stream', 'the figure of pipe.bw', ['ipc.pipe', 'process.spawn'], 'pipe.bw'),
    bare: noSystem.ipc,
    capos: compared(
      'pipe_cap_bw',
      'write and read of 64 KiB over a Pipe capability, two processes',
      { label: 'pipe_stream', difference: 'Both carry bytes; each half is a call on a capability over the ring.' },
      { requires: ['ring', 'pipe', 'process.spawn'] },
    ),
  },
  'share.bw': {
    ...linux(
      notApplicable('no_workload', 'program', 'nobody has written it; shared memory with futex would be the means'),
    ),
    bare: noSystem.process,
    capos: alone('memobj_stream', 'a ring in a MemoryObject that two processes map, waits by park', {
      requires: ['memory_object', 'shared_park', 'process.spawn'],
      differs: ['Needs words that are parked on across processes.'],
    }),
  },
  'fifo.rtt': {
    ...onLinux('fifo_pair', 'write(2) and read(2) over two FIFOs, two processes', ['process.spawn', 'file']),
    bare: noSystem.ipc,
    capos: sameAsEndpoint,
  },
  'unix.rtt': {
    ...onLinux('socketpair', 'write(2) and read(2) over a socket pair, two processes', [
      'ipc.socketpair',
      'process.spawn',
    ]),
    bare: noSystem.ipc,
    capos: sameAsEndpoint,
  },
  'unix.bw': {
    ...onLinux('socketpair_stream', 'write(2) and read(2) of 64 KiB over a socket pair', [
      'ipc.socketpair',
      'process.spawn',
    ]),
    bare: noSystem.ipc,
    capos: notApplicable('alias', 'endpoint_stream', 'the same primitive as pipe.bw, not reported twice'),
  },
  'unix.connect': {
    ...onLinux('unix_connect', 'connect(2), accept(2) and close(2) of a local listener', ['ipc.socketpair', 'file']),
    bare: noSystem.ipc,
    capos: notApplicable('no_semantics', 'connection', 'an endpoint is granted, nothing is looked up or accepted'),
  },
  'unix.fdpass': {
    ...onLinux('scm_rights', 'sendmsg(2) with SCM_RIGHTS and back, two processes', ['ipc.socketpair', 'process.spawn']),
    bare: noSystem.process,
    capos: compared(
      'endpoint_rtt_capmove',
      'CALL that moves a capability, RETURN that moves it back',
      { label: 'scm_rights', difference: 'capOS moves the handle, Linux copies it and the sender closes its own.' },
      { requires: ['ring', 'endpoint', 'process.spawn'] },
    ),
  },
  'futex.rtt': {
    ...onLinux('futex', 'futex(2) WAIT and WAKE between two processes', ['ipc.futex', 'process.spawn']),
    bare: alone('cacheline_rtt', 'two CPUs write one line of memory in turns', {
      requires: ['cpu.direct', 'smp'],
      only: { metrics: ['futex.rtt.diff_cpu'], why: 'two CPUs spin at once.' },
      differs: ['Both spin; nothing waits in a kernel.'],
    }),
    capos: compared(
      'park_thread_rtt',
      'PARK and UNPARK on a private ParkSpace between two threads',
      { label: 'futex', difference: 'Two threads of one process on capOS, two processes that share memory on Linux.' },
      { requires: ['ring', 'park', 'thread.spawn'], differs: ['Within one process alone.'] },
    ),
  },
  'sem.rtt': {
    ...onLinux('sysv_sem', 'semop(2) on two semaphores between processes', ['ipc.sysv', 'process.spawn']),
    bare: noSystem.ipc,
    capos: notApplicable('no_subsystem', 'shared_park', 'waits across processes are not there yet'),
  },
  'eventfd.rtt': {
    ...onLinux('eventfd', 'write(2) and read(2) of two eventfds between processes', ['ipc.event', 'process.spawn']),
    bare: noSystem.ipc,
    capos: compared(
      'endpoint_rtt',
      'the figure of pipe.rtt',
      { label: 'eventfd', difference: 'An event counter carries a number and no message; an endpoint carries both.' },
      { requires: ['ring', 'endpoint', 'process.spawn'], shows: 'pipe.rtt' },
    ),
  },
  'uring.msg_ring_rtt': {
    ...onLinux('uring_msg_ring', 'IORING_OP_MSG_RING to the ring of another process and back', [
      'io_uring',
      'process.spawn',
    ]),
    bare: noSystem.ipc,
    capos: compared(
      'endpoint_rtt',
      'the figure of pipe.rtt',
      {
        label: 'uring_msg_ring',
        difference: 'Both are ring to ring; a call carries a payload and waits for its answer, io_uring sends numbers.',
      },
      { requires: ['ring', 'endpoint', 'process.spawn'], shows: 'pipe.rtt' },
    ),
  },
  'ctx.ring': {
    ...onLinux('pipe_ring', 'P processes in a ring of pipes', ['ipc.pipe', 'process.spawn']),
    bare: alone('coroutine_switch', 'P stacks on one CPU that are switched to in turns', {
      only: {
        metrics: ['ctx.ring2.same_cpu', 'ctx.ring8.same_cpu', 'ctx.ring16.same_cpu', 'ctx.ring32.same_cpu'],
        why: 'the stacks hold nothing but a counter, and are on one CPU.',
      },
      differs: ['No process, no address space and no scheduler is switched: no switch of an operating system.'],
    }),
    capos: compared(
      'endpoint_ring',
      'P processes in a chain of Endpoint CALLs',
      { label: 'pipe_ring', difference: 'A call nests until the last process answers; on Linux the token moves on.' },
      { requires: ['ring', 'endpoint', 'process.spawn'], differs: ['P is bounded by the quota of processes.'] },
    ),
  },
  'ctx.threads': {
    ...linux(notApplicable('no_workload', 'program', 'nobody has written it; futex.rtt is the ring of two')),
    bare: noSystem.process,
    capos: alone('park_ring', 'P threads in a ring of PARK and UNPARK', { requires: ['ring', 'park', 'thread.spawn'] }),
  },
  'fcntl.lock': {
    ...onLinux('fcntl_setlkw', 'fcntl(2) F_SETLKW by two open files in turns', ['file']),
    bare: noSystem.file,
    capos: notApplicable('no_semantics', 'file_lock', 'nothing is locked by name'),
  },
} as const satisfies { readonly [Id in keyof typeof ipc]: Row }
