/* Asks the target what it offers. The stream of records belongs to main.c, so that says what came. */
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "osb.h"

static const char *const names[NEEDS] = {
  "process.spawn", "process.exec", "file",        "net.loopback",  "signal",   "ipc.pipe", "ipc.socketpair", "ipc.futex",
  "thread.spawn",  "io_uring",     "memory.file", "process.shell", "ipc.sysv", "smp",      "ipc.event",
};

const char *need_name(unsigned bit) {
  return names[bit];
}

/* Closes what opened: 0, or the error. */
static int closed(int descriptor) {
  if (descriptor < 0) return errno;
  close(descriptor);
  return 0;
}

static int try_exec(const char *scratch) {
  char path[128];
  int status = 0;
  if (scratch == NULL) return ENOENT;
  scratch_path(path, scratch, "probe");
  if (!copy_self(path)) return errno != 0 ? errno : EIO;
  char *words[] = { "osbench", "exit", "3", NULL }, *none[] = { NULL };
  pid_t pid = fork();
  if (pid == 0) {
    execve(path, words, none);
    _exit(127);
  }
  if (pid < 0 || waitpid(pid, &status, 0) != pid) status = -1;
  unlink(path);
  return WIFEXITED(status) && WEXITSTATUS(status) == 3 ? 0 : EACCES;
}

/* Only where its interface is up has a network name space this address. */
static int try_loopback(void) {
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0) return errno;
  int error = bind(socket_, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
  close(socket_);
  return error;
}

static int try_semaphore(void) {
  int id = semget(IPC_PRIVATE, 1, 0600);
  if (id < 0) return errno;
  return semctl(id, 0, IPC_RMID) < 0 ? errno : 0;
}

static int try_uring(void) {
  unsigned parameters[30] = { 0 }; /* struct io_uring_params, 120 bytes */
  return closed((int)syscall(SYS_io_uring_setup, 2, parameters));
}

static int try_memory_file(void) {
  return closed((int)syscall(SYS_memfd_create, "osbench", MFD_CLOEXEC));
}

static int try_pair(int (*make)(int[2])) {
  int pair[2];
  if (make(pair) != 0) return errno;
  return closed(pair[0]) | closed(pair[1]);
}

static int make_sockets(int pair[2]) {
  return socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}

static int try_futex(void) {
  unsigned word = 0;
  return syscall(SYS_futex, &word, 1 /* FUTEX_WAKE */, 1, NULL, NULL, 0) < 0 ? errno : 0;
}

/* What is withheld is not tried. */
#define ASK(need, call) ((withheld & (need)) != 0 ? EPERM : (call))

unsigned probe_target(struct answer answers[NEEDS], const char *scratch, const int cpus[2], unsigned withheld) {
  const struct answer all[NEEDS] = {
    { "fork", 0 },
    { "execve of a copy of this program", ASK(NEED_EXEC | NEED_FILE, try_exec(scratch)) },
    { "mkdtemp", scratch == NULL ? ENOENT : 0 },
    { "socket and bind to 127.0.0.1", ASK(NEED_NET, try_loopback()) },
    { "sigaction", 0 },
    { "pipe", ASK(NEED_PIPE, try_pair(pipe)) },
    { "socketpair", ASK(NEED_SOCKETPAIR, try_pair(make_sockets)) },
    { "futex", ASK(NEED_FUTEX, try_futex()) },
    { "clone", 0 },
    { "io_uring_setup", ASK(NEED_URING, try_uring()) },
    { "memfd_create", ASK(NEED_MEMORY_FILE, try_memory_file()) },
    { "access /bin/sh", ASK(NEED_SHELL, access("/bin/sh", X_OK) == 0 ? 0 : errno) },
    { "semget", ASK(NEED_SYSV, try_semaphore()) },
    { "sched_getaffinity", cpus[1] >= 0 ? 0 : ENODEV },
    { "eventfd", ASK(NEED_EVENT, closed(eventfd(0, EFD_CLOEXEC))) },
  };
  unsigned found = 0;
  memcpy(answers, all, sizeof all);
  for (unsigned bit = 0; bit < NEEDS; bit++) found |= answers[bit].error == 0 ? 1u << bit : 0;
  return found;
}
