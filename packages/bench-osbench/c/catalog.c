/* Every variant that there is: its id says intent, size and placement. */
#include "intents/all.h"

#define ALL(name) name##_open, name##_body, name##_close
#define BODY(name) NULL, name##_body, NULL
#define ECHO(name) name##_echo_open, echo_body, echo_close
#define STREAM(name) name##_stream_open, stream_body, stream_close

#define ONE GATE_CPU
#define TWO GATE_PAIR
#define MANY GATE_CHILDREN
#define FREE GATE_NONE
#define PROC NEED_PROCESS
#define FAR (NEED_PROCESS | NEED_TWO_CPUS)
#define RUN (NEED_PROCESS | NEED_EXEC | NEED_FILE)
#define CHUNK 65536u
#define MIB 1048576u

#define RING(id, gate, traits, needs, processes, kib) \
  { id, "pipe+read+write", gate, traits | EACH, needs | NEED_PIPE, processes, kib, 0, ALL(ring), 0 }

const struct intent catalog[] = {
  { "syscall.null", "getppid", ONE, QUICK, 0, 0, 0, 0, getppid_open, getppid_body, NULL, 0 },
  { "read1", "memfd+pread", ONE, QUICK, NEED_MEMORY_FILE, 0, 0, 0, ALL(read_one), 0 },
  { "write1", "memfd+pwrite", ONE, QUICK, NEED_MEMORY_FILE, 0, 0, 0, ALL(write_one), 0 },
  { "dup_close", "dup+close", ONE, 0, 0, 0, 0, 0, BODY(dup_close), 0 },
  { "stat", "stat", ONE, QUICK | EACH, NEED_FILE, 0, 0, 0, ALL(stat_path), 0 },
  { "fstat", "fstat", ONE, QUICK | EACH, NEED_FILE, 0, 0, 0, ALL(stat_fd), 0 },
  { "open_close", "open+close", ONE, QUICK | EACH, NEED_FILE, 0, 0, 0, ALL(open_close), 0 },
  { "fcntl.lock", "fcntl+F_SETLKW", ONE, EACH, NEED_FILE, 0, 0, 0, ALL(lock_turns), 0 },
  { "signal.install", "sigaction", ONE, QUICK, NEED_SIGNAL, 0, 0, 0, signal_install_open, signal_install_body, NULL,
    0 },
  { "signal.catch", "kill+handler", ONE, QUICK | EACH, NEED_SIGNAL, 0, 0, 0, signal_catch_open, signal_catch_body, NULL,
    0 },
  { "signal.kill0", "kill", ONE, 0, NEED_SIGNAL, 0, 0, 0, signal_kill0_open, signal_kill0_body, NULL, 0 },
  { "signal.prot", "mprotect+SIGSEGV", ONE, EACH, NEED_SIGNAL, 0, 0, 0, ALL(signal_fault), 0 },
  { "poll.10", "poll", ONE, EACH, NEED_EVENT, 10, 0, 0, ALL(poll_one), 0 },
  { "poll.100", "poll", ONE, QUICK | EACH, NEED_EVENT, 100, 0, 0, ALL(poll_one), 0 },
  { "poll.250", "poll", ONE, EACH, NEED_EVENT, 250, 0, 0, ALL(poll_one), 0 },
  { "poll.500", "poll", ONE, EACH, NEED_EVENT, 500, 0, 0, ALL(poll_one), 0 },
  { "select.10", "select", ONE, EACH, NEED_EVENT, 10, 0, 0, ALL(select_one), 0 },
  { "select.100", "select", ONE, EACH, NEED_EVENT, 100, 0, 0, ALL(select_one), 0 },
  { "select.250", "select", ONE, EACH, NEED_EVENT, 250, 0, 0, ALL(select_one), 0 },
  { "select.500", "select", ONE, EACH, NEED_EVENT, 500, 0, 0, ALL(select_one), 0 },
  { "pipe.self", "pipe+read+write", ONE, QUICK | EACH, NEED_PIPE, 0, 0, 0, ALL(pipe_self), 0 },
  { "pipe.rtt.same_cpu", "pipe+read+write", TWO, QUICK | EACH, PROC | NEED_PIPE, 0, 0, 0, ECHO(pipe), 0 },
  { "pipe.rtt.diff_cpu", "pipe+read+write", FREE, EACH, FAR | NEED_PIPE, 0, 0, 0, ECHO(pipe), 0 },
  { "fifo.rtt.same_cpu", "mkfifo+read+write", TWO, EACH, PROC | NEED_FILE, 0, 0, 0, ECHO(fifo), 0 },
  { "fifo.rtt.diff_cpu", "mkfifo+read+write", FREE, EACH, FAR | NEED_FILE, 0, 0, 0, ECHO(fifo), 0 },
  { "unix.rtt.same_cpu", "socketpair+read+write", TWO, QUICK | EACH, PROC | NEED_SOCKETPAIR, 0, 0, 0, ECHO(unix), 0 },
  { "unix.rtt.diff_cpu", "socketpair+read+write", FREE, EACH, FAR | NEED_SOCKETPAIR, 0, 0, 0, ECHO(unix), 0 },
  { "unix.fdpass.same_cpu", "SCM_RIGHTS", TWO, EACH, PROC | NEED_SOCKETPAIR, 0, 0, 0, ALL(pass_descriptor), 0 },
  { "unix.connect", "connect+accept", ONE, EACH, NEED_FILE | NEED_SOCKETPAIR, 0, 0, 0, ALL(unix_connect), 0 },
  { "futex.rtt.same_cpu", "futex", TWO, QUICK | EACH, PROC | NEED_FUTEX, 0, 0, 0, ALL(futex_turns), 0 },
  { "futex.rtt.diff_cpu", "futex", FREE, EACH, FAR | NEED_FUTEX, 0, 0, 0, ALL(futex_turns), 0 },
  { "eventfd.rtt.same_cpu", "eventfd", TWO, EACH, PROC | NEED_EVENT, 0, 0, 0, event_echo_open, event_echo_body,
    event_echo_close, 0 },
  { "eventfd.rtt.diff_cpu", "eventfd", FREE, EACH, FAR | NEED_EVENT, 0, 0, 0, event_echo_open, event_echo_body,
    event_echo_close, 0 },
  { "sem.rtt.same_cpu", "semop", TWO, EACH, PROC | NEED_SYSV, 0, 0, 0, ALL(semaphore_turns), 0 },
  { "sem.rtt.diff_cpu", "semop", FREE, EACH, FAR | NEED_SYSV, 0, 0, 0, ALL(semaphore_turns), 0 },
  { "tcp.rtt.same_cpu", "TCP_NODELAY+read+write", TWO, EACH, PROC | NEED_NET, 0, 0, 0, ECHO(tcp), 0 },
  { "tcp.rtt.diff_cpu", "TCP_NODELAY+read+write", FREE, EACH, FAR | NEED_NET, 0, 0, 0, ECHO(tcp), 0 },
  { "udp.rtt.same_cpu", "UDP+read+write", TWO, EACH, PROC | NEED_NET, 0, 0, 0, ECHO(udp), 0 },
  { "udp.rtt.diff_cpu", "UDP+read+write", FREE, EACH, FAR | NEED_NET, 0, 0, 0, ECHO(udp), 0 },
  { "tcp.connect", "connect+accept+reset", ONE, QUICK | EACH, NEED_NET, 0, 0, 0, ALL(tcp_connect), 0 },
  RING("ctx.ring2.same_cpu", TWO, QUICK, PROC, 2, 0),
  RING("ctx.ring8.same_cpu", TWO, QUICK, PROC, 8, 0),
  RING("ctx.ring16.same_cpu", TWO, 0, PROC, 16, 0),
  RING("ctx.ring32.same_cpu", TWO, 0, PROC, 32, 0),
  RING("ctx.ring2-16k.same_cpu", TWO, 0, PROC, 2, 16),
  RING("ctx.ring8-16k.same_cpu", TWO, 0, PROC, 8, 16),
  RING("ctx.ring16-16k.same_cpu", TWO, 0, PROC, 16, 16),
  RING("ctx.ring2-64k.same_cpu", TWO, 0, PROC, 2, 64),
  RING("ctx.ring8-64k.same_cpu", TWO, 0, PROC, 8, 64),
  RING("ctx.ring16-64k.same_cpu", TWO, 0, PROC, 16, 64),
  RING("ctx.ring2.diff_cpu", FREE, 0, FAR, 2, 0),
  RING("ctx.ring8.diff_cpu", FREE, 0, FAR, 8, 0),
  { "proc.fork_exit", "fork+waitpid", MANY, QUICK | EACH | DISCARD_FIRST, PROC, 0, 0, 0, BODY(fork_exit), 0 },
  { "proc.fork_exec", "fork+execve+waitpid", MANY, QUICK | EACH | DISCARD_FIRST, RUN, 0, 0, 0, ALL(fork_exec), 0 },
  { "proc.vfork_exec", "vfork+execve+waitpid", MANY, QUICK | EACH | DISCARD_FIRST, RUN, 0, 0, 0, ALL(vfork_exec), 0 },
  { "proc.posix_spawn", "posix_spawn+waitpid", MANY, EACH | DISCARD_FIRST, RUN, 0, 0, 0, ALL(spawn_exec), 0 },
  { "proc.shell", "sh -c", MANY, EACH | DISCARD_FIRST, PROC | NEED_EXEC | NEED_SHELL, 0, 0, 0, BODY(shell), 0 },
  { "thread.create_join", "pthread_create+join", MANY, EACH | DISCARD_FIRST, NEED_THREAD, 0, 0, 0, BODY(thread), 0 },
  { "vm.fault_anon", "mmap+first write", ONE, QUICK | DISCARD_FIRST, 0, 0, 0, 0, BODY(fault_anonymous), 0 },
  { "vm.fault_file", "mmap+first read", ONE, QUICK | DISCARD_FIRST | PER_FAULT, NEED_FILE, 0, 0, 0, ALL(fault_file),
    0 },
  { "vm.map_touch_unmap64k", "mmap+touch+munmap", ONE, QUICK | EACH | DISCARD_FIRST, 0, 0, 0, 0, BODY(map_touch_unmap),
    0 },
  { "vm.map_unmap", "mmap+munmap", ONE, EACH, 0, 0, 0, 0, BODY(map_unmap), 0 },
  { "vm.protect", "mprotect", ONE, EACH, 0, 0, 0, 0, ALL(protect), 0 },
  { "vm.shared_map", "memfd+mmap", ONE, EACH, 0, 0, 0, 0, ALL(map_shared), 0 },
  { "pipe.bw.same_cpu", "pipe+64KiB", TWO, QUICK, PROC | NEED_PIPE, 0, 0, CHUNK, STREAM(pipe), 0 },
  { "pipe.bw.diff_cpu", "pipe+64KiB", FREE, 0, FAR | NEED_PIPE, 0, 0, CHUNK, STREAM(pipe), 0 },
  { "unix.bw.same_cpu", "socketpair+64KiB", TWO, QUICK, PROC | NEED_SOCKETPAIR, 0, 0, CHUNK, STREAM(unix), 0 },
  { "unix.bw.diff_cpu", "socketpair+64KiB", FREE, 0, FAR | NEED_SOCKETPAIR, 0, 0, CHUNK, STREAM(unix), 0 },
  { "tcp.bw.same_cpu", "TCP+64KiB", TWO, 0, PROC | NEED_NET, 0, 0, CHUNK, STREAM(tcp), 0 },
  { "tcp.bw.diff_cpu", "TCP+64KiB", FREE, 0, FAR | NEED_NET, 0, 0, CHUNK, STREAM(tcp), 0 },
  { "mem.read256k", "user_compute", ONE, 0, 0, 256, 0, MIB / 4, ALL(memory_read), 0 },
  { "mem.read4m", "user_compute", ONE, QUICK, 0, 4096, 0, 4 * MIB, ALL(memory_read), 0 },
  { "mem.read16m", "user_compute", ONE, 0, 0, 16384, 0, 16 * MIB, ALL(memory_read), 0 },
  { "mem.copy256k", "user_compute", ONE, 0, 0, 256, 0, MIB / 4, ALL(memory_copy), 0 },
  { "mem.copy4m", "user_compute", ONE, QUICK, 0, 4096, 0, 4 * MIB, ALL(memory_copy), 0 },
  { "mem.copy16m", "user_compute", ONE, 0, 0, 16384, 0, 16 * MIB, ALL(memory_copy), 0 },
  { "mem.set4m", "user_compute", ONE, 0, 0, 4096, 0, 4 * MIB, ALL(memory_set), 0 },
  { "mem.latency32k", "user_compute", ONE, 0, 0, 32, 0, 0, ALL(memory_chase), 1000 },
  { "mem.latency1m", "user_compute", ONE, 0, 0, 1024, 0, 0, ALL(memory_chase), 1000 },
  { "mem.latency16m", "user_compute", ONE, 0, 0, 16384, 0, 0, ALL(memory_chase), 1000 },
  { "file.reread4m", "read+64KiB", ONE, QUICK | DISCARD_FIRST, NEED_FILE, 4096, 0, 4 * MIB, ALL(file_reread), 0 },
  { "file.rewrite1m", "pwrite+64KiB", ONE, DISCARD_FIRST, NEED_FILE, 1024, 0, MIB, ALL(file_rewrite), 0 },
  { "fs.create0k", "open+close+unlink", ONE, EACH | DISCARD_FIRST, NEED_FILE, 0, 0, 0, BODY(file_create), 0 },
  { "fs.create10k", "open+write+close+unlink", ONE, EACH | DISCARD_FIRST, NEED_FILE, 10, 0, 0, BODY(file_create), 0 },
  { "cpu.integer", "user_compute", ONE, 0, 0, 0, 0, 0, BODY(compute_integer), 0 },
  { "cpu.float", "user_compute", ONE, 0, 0, 0, 0, 0, BODY(compute_float), 0 },
  { "timer.sleep1ms", "nanosleep", FREE, EACH, 0, 0, 0, 0, BODY(sleep_short), 0 },
  { "uring.nop", "io_uring+NOP", ONE, EACH, NEED_URING, 1, 0, 0, ALL(uring_nop), 1 },
  { "uring.nop_batch16", "io_uring+NOP", ONE, EACH, NEED_URING, 16, 0, 0, ALL(uring_nop), 16 },
  { "uring.msg_ring_rtt.same_cpu", "io_uring+MSG_RING", TWO, EACH, PROC | NEED_URING, 0, 0, 0, ALL(uring_message), 0 },
  { "uring.msg_ring_rtt.diff_cpu", "io_uring+MSG_RING", FREE, EACH, FAR | NEED_URING, 0, 0, 0, ALL(uring_message), 0 },
};
const unsigned catalog_size = sizeof catalog / sizeof catalog[0];
