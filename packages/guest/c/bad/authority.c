/*
 * bad-authority <nonce> <mode>: programs that try more than they may, one mode a way, for the tests of those who must
 * stop them. Each says `begin`, tries, and where it is not stopped says `survived` with what the kernel answered, goes
 * on as if nothing had happened and ends well. None does harm where it is not stopped.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "../capbench.h"

#define ARG(value) ((long)(value))

/* Raw calls: what is stopped is the call, whatever libc would make of it. */
static const struct {
  const char *mode;
  long number, arguments[6];
} attempts[] = {
  { "socket", SYS_socket, { AF_INET, SOCK_STREAM } },
  { "packet-socket", SYS_socket, { 17 /* AF_PACKET */, SOCK_RAW } },
  { "read-file", SYS_openat, { AT_FDCWD, ARG("/etc/passwd"), O_RDONLY } },
  { "write-file", SYS_openat, { AT_FDCWD, ARG("/tmp/capbench-bad-authority"), O_WRONLY | O_CREAT, 0600 } },
  { "write-nothing", SYS_openat, { AT_FDCWD, ARG("/dev/null"), O_RDWR } },
  { "exec", SYS_execve, { ARG("/proc/self/exe") } },
  { "exec-again", SYS_execveat, { 1, ARG(""), 0, 0, AT_EMPTY_PATH } },
  { "run-written", SYS_mmap, { 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1 } },
  { "pipe", SYS_pipe2, { 0 } },
  { "signal-init", SYS_kill, { 1, 0 } },
  { "signal-all", SYS_kill, { -1, 0 } },
  { "user-namespace", SYS_unshare, { CLONE_NEWUSER } },
  { "mount", SYS_mount, { ARG("none"), ARG("/"), ARG("nosuchfs") } },
  { "ring", SYS_io_uring_setup, { 0, 0 } },
  { "counter", SYS_perf_event_open, { 0 } },
  { "trace", SYS_ptrace, { 0x4206 /* PTRACE_SEIZE */, 1 } },
  { "filter", SYS_seccomp, { 1 /* SECCOMP_SET_MODE_FILTER */ } },
  { "clock", SYS_clock_gettime, { CLOCK_MONOTONIC } },
  { "clock-of-cpu", SYS_clock_gettime, { CLOCK_PROCESS_CPUTIME_ID } },
  { "no-such-call", 9999, { 0 } },
  { "number-of-x32", 0x40000000 + 41, { AF_INET, SOCK_STREAM } },
};

static void survived(const char *what, long result) {
  cb_record("survived", "{\"what\":\"%s\",\"result\":%ld}", what, result < 0 ? -(long)errno : result);
}

static long open_socket(void) {
  return syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
}

/* Nothing that a signal could do is left to it. */
static void deaf(void) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  survived("socket", open_socket());
}

static void spawn(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  survived("fork", child);
  if (child > 0) waitpid(child, NULL, 0);
}

/* What a program may not do its children may not either. */
static void child(void) {
  int status = 0;
  pid_t child = fork();
  if (child == 0) _exit(open_socket() < 0);
  waitpid(child, &status, 0);
  survived("child", status);
}

/* A child that outlives the program, and only then tries. */
static void orphan(void) {
  pid_t self = getpid(), child = fork();
  if (child == 0) {
    while (getppid() == self) sched_yield();
    open_socket();
    _exit(0);
  }
  survived("fork", child);
}

static void *idle(void *argument) {
  return argument;
}

static void *thread_socket(void *argument) {
  open_socket();
  return argument;
}

static void run_thread(void *(*work)(void *)) {
  pthread_t thread;
  errno = pthread_create(&thread, NULL, work, NULL);
  survived("thread", errno == 0 ? 0 : -1);
  if (errno == 0) pthread_join(thread, NULL);
}

static void thread(void) {
  run_thread(idle);
}

static void thread_with_socket(void) {
  run_thread(thread_socket);
}

/* The interface of 32-bit programs, whose numbers mean other calls. */
static void interrupt_80(void) {
#if defined(__x86_64__)
  long result;
  __asm__ volatile("int $0x80"
                   : "=a"(result)
                   : "a"(359 /* socket */), "b"(AF_INET), "c"(SOCK_STREAM), "d"(0)
                   : "memory");
  errno = result < 0 ? (int)-result : 0;
  survived("int 0x80", result < 0 ? -1 : result);
#else
  cb_diagnose("bad-authority: this architecture has no int 0x80");
  exit(CB_EXIT_USAGE);
#endif
}

/* Everything that a program may do without being asked: it must not be stopped. */
static void nothing(void) {
  survived("getpid", getpid());
}

/* What the kernel chose by chance for this process: random bytes, and where its stack lies. */
static void chance(void) {
  unsigned long long bytes, here = (unsigned long long)&bytes;
  memcpy(&bytes, (const void *)getauxval(AT_RANDOM), sizeof bytes);
  cb_record("chance", "{\"random\":\"%llu\",\"stack\":\"%llu\"}", bytes, here);
}

int main(int argc, char **argv) {
  static const struct {
    const char *name;
    void (*run)(void);
  } modes[] = {
    { "deaf", deaf },         { "fork", spawn },   { "child-socket", child }, { "orphan-socket", orphan },
    { "thread", thread },     { "int-80", interrupt_80 }, { "thread-socket", thread_with_socket },
    { "nothing", nothing },   { "chance", chance },
  };
  if (argc != 3) return CB_EXIT_USAGE;
  cb_begin(argv[1], "bad-authority", "1.0.0");
  for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
    if (!cb_equal(argv[2], attempts[i].mode)) continue;
    const long *a = attempts[i].arguments;
    survived(argv[2], syscall(attempts[i].number, a[0], a[1], a[2], a[3], a[4], a[5]));
    return cb_end();
  }
  for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
    if (!cb_equal(argv[2], modes[i].name)) continue;
    modes[i].run();
    return cb_end();
  }
  cb_diagnose("bad-authority: unknown mode \"%s\"", argv[2]);
  return CB_EXIT_USAGE;
}
