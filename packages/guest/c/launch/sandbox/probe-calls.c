#define _GNU_SOURCE
#include "probe-calls.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "board.h"

#define ARG(value) ((uint64_t)(uintptr_t)(value))
/* Raw calls only: a libc may answer from the vDSO, or turn one error into another. */
#define CALL(call, ...) { #call, SYS_##call, { __VA_ARGS__ } }

static long raw(long result) {
  return result < 0 ? -errno : result;
}

static long end_child(long child) {
  if (child == 0) syscall(SYS_exit_group, 0);
  return raw(syscall(SYS_wait4, child, NULL, 0, NULL));
}

static long close_it(long descriptor) {
  return raw(syscall(SYS_close, descriptor));
}

/* A datagram socket that is connected has found a way there, and has sent nothing. */
static long find_way(long descriptor, uint32_t address) {
  struct sockaddr_in there = { .sin_family = AF_INET, .sin_port = htons(9), .sin_addr = { htonl(address) } };
  long result = raw(syscall(SYS_connect, descriptor, &there, sizeof there));
  syscall(SYS_close, descriptor);
  return result;
}

static long reach_loopback(long descriptor) {
  return find_way(descriptor, 0x7f000001); /* 127.0.0.1 */
}

static long reach_outside(long descriptor) {
  return find_way(descriptor, 0xc0000201); /* 192.0.2.1, RFC 5737 */
}

static long remove_segment(long identifier) {
  return raw(syscall(SYS_shmctl, identifier, IPC_RMID, NULL));
}

static int pipe_ends[2], pair_ends[2];

static long close_pipe(long value) {
  (void)value;
  return close_it(pipe_ends[0]) | close_it(pipe_ends[1]);
}

static long close_pair(long value) {
  (void)value;
  return close_it(pair_ends[0]) | close_it(pair_ends[1]);
}

static const struct timespec nanosecond = { .tv_nsec = 1 };
static struct timespec read_time;
char probed_directory[] = "/\0\0\0";
static int word;
static unsigned char no_cpus[128], bytes[8], names[512];
static struct {
  unsigned modes;
  long fields[32];
} clock_change = { .modes = 0x4000 }; /* ADJ_TICK, to an impossible 0 */
static const struct {
  uint32_t type, size;
  uint64_t config, rest[12];
} software_clock = { 1 /* software */, 112, 1 /* task clock */, { 0, 0, 0, 1 /* disabled */ } };
static const uint64_t no_core[2] = { 0, 0 };

#define PRIVATE (MAP_PRIVATE | MAP_ANONYMOUS)
#define NEW_FILE (O_TMPFILE | O_RDWR | O_CLOEXEC)
#define READ_FILE(path) CALL(openat, ARG(AT_FDCWD), ARG(path), O_RDONLY | O_CLOEXEC)
#define UDP CALL(socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)

/* Arguments for which the permission is asked first, and which then have no effect, or one that can be undone. */
const struct probe probes[] = {
  { "memory.map", CALL(mmap, 0, 4096, PROT_READ | PROT_WRITE, PRIVATE, ARG(-1)), NULL, NULL, 0, false },
  { "memory.share", CALL(mmap, 0, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, ARG(-1)), NULL, NULL, 0, false },
  { "memory.exec", CALL(mmap, 0, 4096, PROT_READ | PROT_EXEC, PRIVATE, ARG(-1)), NULL, NULL, 0, false },
  { "clock.cpu", CALL(clock_gettime, 2, ARG(&read_time)), NULL, NULL, 0, false },
  { "timer", CALL(nanosleep, ARG(&nanosecond), 0), NULL, NULL, 0, false },
  { "process.spawn", CALL(clone, SIGCHLD), end_child, "clone", EAGAIN, false },
  { "process.exec", CALL(execve, ARG(""), 0, 0), NULL, NULL, 0, false },
  { "thread.spawn", CALL(clone, CLONE_THREAD), NULL, NULL, 0, false },
  { "ipc.pipe", CALL(pipe2, ARG(pipe_ends), O_CLOEXEC), close_pipe, "pipe2", 0, false },
  { "ipc.socketpair", CALL(socketpair, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ARG(pair_ends)), close_pair,
    "socketpair", 0, false },
  { "ipc.futex", CALL(futex, ARG(&word), 1 /* FUTEX_WAKE */, 1), NULL, NULL, 0, false },
  { "ipc.event", CALL(eventfd2, 0, EFD_CLOEXEC), close_it, "eventfd2", 0, false },
  { "ipc.sysv", CALL(shmget, IPC_PRIVATE, 4096, 0600), remove_segment, "shmget", 0, false },
  { "ipc.mq", CALL(mq_open, ARG("x"), O_RDONLY, 0, 0), NULL, NULL, 0, false },
  { "signal", CALL(kill, 0, 0), NULL, NULL, 0, false },
  { "signal.other", CALL(kill, ARG(-1), 0), NULL, NULL, ESRCH, true },
  { "sched.affinity", CALL(sched_setaffinity, 0, sizeof no_cpus, ARG(no_cpus)), NULL, NULL, 0, false },
  { "sched.priority", CALL(setpriority, 0, 0, 19), NULL, NULL, 0, false },
  { "file.read", READ_FILE("/proc/self/status"), close_it, "openat", ENOENT, false },
  { "file.write", CALL(openat, ARG(AT_FDCWD), ARG(probed_directory), NEW_FILE, 0600), close_it, "openat", 0, false },
  { "net.loopback", UDP, reach_loopback, "connect", ENETUNREACH, true },
  { "net.external", UDP, reach_outside, "connect", ENETUNREACH, true },
  { "device", CALL(mknodat, ARG(AT_FDCWD), ARG("/capbench-probe"), S_IFCHR | 0600, 0x103 /* null */), NULL, NULL, 0,
    true },
  { "counters", CALL(perf_event_open, ARG(&software_clock), 0, ARG(-1), ARG(-1), 8 /* CLOEXEC */), close_it,
    "perf_event_open", 0, false },
  { "trace", CALL(ptrace, 0x4206 /* PTRACE_SEIZE */, 1, 0, 0), NULL, NULL, ESRCH, true },
  { "random", CALL(getrandom, ARG(bytes), 4, 1 /* GRND_NONBLOCK */), NULL, NULL, 0, false },
  { "time.set", CALL(adjtimex, ARG(&clock_change)), NULL, NULL, 0, true },
  { "power", CALL(reboot, 0, 0, 0, 0), NULL, NULL, 0, true },
  { "module", CALL(init_module, 0, 0, ARG("")), NULL, NULL, 0, true },
  { "mount", CALL(mount, ARG("none"), ARG("/"), ARG("nosuchfs"), 0, 0), NULL, NULL, 0, true },
  { "bpf", CALL(bpf, 0, 0, 0), NULL, NULL, 0, false },
  { "io.uring", CALL(io_uring_setup, 0, 0), NULL, NULL, 0, false },
  { "keys", CALL(keyctl, 0, ARG(-2), 0), NULL, NULL, 0, false },
  { "limits", CALL(prlimit64, 0, 4 /* core */, ARG(no_core), 0), NULL, NULL, 0, false },
  { "identity", CALL(setresuid, 0, 0, 0), NULL, NULL, EINVAL, false },
  { "system.info", CALL(uname, ARG(names)), NULL, NULL, 0, false },
  { "posture.change", CALL(personality, 0xffffffff), NULL, NULL, 0, false },
  { "stats.read(schedstat)", READ_FILE("/proc/schedstat"), close_it, "openat", ENOENT, true },
  { "stats.read(interrupts)", READ_FILE("/proc/interrupts"), close_it, "openat", ENOENT, true },
  { "stats.read(softirqs)", READ_FILE("/proc/softirqs"), close_it, "openat", ENOENT, true },
  { "stats.read(vmstat)", READ_FILE("/proc/vmstat"), close_it, "openat", ENOENT, true },
  { "stats.read(context-switches)", READ_FILE("/proc/stat"), close_it, "openat", ENOENT, true },
  { "namespace", CALL(unshare, CLONE_NEWUSER), NULL, NULL, ENOSPC, true }, /* last: it changes what the others mean */
};
const unsigned number_of_probes = sizeof probes / sizeof probes[0];
_Static_assert(sizeof probes / sizeof probes[0] <= MOST_PROBES, "more probes than the board has room for");
